<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ByteMap</name>
    <message>
        <source>tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>shared by several</source>
        <translation>多个张量共享</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>structure</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>directory</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>dead bytes</source>
        <translation>无用字节</translation>
    </message>
    <message>
        <source>stored with {name}, but no tensor shows these bytes</source>
        <translation>与 {name} 一同存储，但没有张量用到这些字节</translation>
    </message>
    <message>
        <source>{name}, to which no tensor refers</source>
        <translation>{name}，没有张量引用它</translation>
    </message>
    <message>
        <source>{name}, replaced by a later record of the same name</source>
        <translation>{name}，已被后面的同名记录取代</translation>
    </message>
    <message>
        <source>header of {name}</source>
        <translation>{name} 的文件头</translation>
    </message>
    <message>
        <source>padding for alignment</source>
        <translation>对齐用的填充</translation>
    </message>
    <message>
        <source>the archive&apos;s directory</source>
        <translation>归档的目录</translation>
    </message>
    <message>
        <source>bytes that belong to nothing</source>
        <translation>不属于任何内容的字节</translation>
    </message>
    <message>
        <source>headers and pickles</source>
        <translation>文件头和 pickle</translation>
    </message>
    <message>
        <source>the file&apos;s header</source>
        <translation>文件的头部</translation>
    </message>
    <message>
        <source> and {count} more on the same bytes</source>
        <translation>，另有 {count} 个张量占用同样的字节</translation>
    </message>
    <message>
        <source>{size}, bytes {begin} to {end}</source>
        <translation>{size}，字节 {begin} 到 {end}</translation>
    </message>
</context>
<context>
    <name>ByteMapCanvas</name>
    <message>
        <source>Map of the file&apos;s bytes</source>
        <translation>文件的字节图</translation>
    </message>
</context>
<context>
    <name>ByteMapView</name>
    <message>
        <source>Byte map</source>
        <translation>字节图</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Check checksums</source>
        <translation>检查校验和</translation>
    </message>
    <message>
        <source>Read every byte and mark what is not what was saved</source>
        <translation>读取每个字节，标出与保存时不一致的部分</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>The map as SVG or PNG</source>
        <translation>将字节图保存为 SVG 或 PNG</translation>
    </message>
    <message>
        <source>Whole file</source>
        <translation>整个文件</translation>
    </message>
    <message>
        <source>Zoom out (0); the wheel zooms, Shift and the wheel move</source>
        <translation>缩小到全部（0）；滚轮缩放，Shift 加滚轮移动</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop reading</source>
        <translation>停止读取</translation>
    </message>
    <message>
        <source>Map the bytes of {name}</source>
        <translation>绘制 {name} 的字节图</translation>
    </message>
    <message>
        <source>Go to the next of this kind</source>
        <translation>跳到下一个此类区域</translation>
    </message>
    <message>
        <source>{size} in {count} pieces; hover or use the arrow keys to see what lies where.</source>
        <translation>共 {size}，{count} 段；悬停或用方向键查看各处内容。</translation>
    </message>
    <message>
        <source>Check the checksums of {name}</source>
        <translation>检查 {name} 的校验和</translation>
    </message>
    <message>
        <source>{lost} tensors are damaged or missing; {whole} are whole. “Repair” in the File menu saves these.</source>
        <translation>{lost} 个张量损坏或缺失；{whole} 个完好。“文件”菜单中的“修复”可保存完好的张量。</translation>
    </message>
    <message>
        <source>Every checksum matches: {size} were compared.</source>
        <translation>所有校验和一致：已比较 {size}。</translation>
    </message>
    <message>
        <source>The file has no checksums; every tensor has its bytes.</source>
        <translation>文件没有校验和；每个张量的字节都在。</translation>
    </message>
    <message>
        <source>Mapping the file…</source>
        <translation>正在绘制字节图…</translation>
    </message>
    <message>
        <source>The file ends {size} before its last tensor does.</source>
        <translation>文件在最后一个张量结束前 {size} 处就中断了。</translation>
    </message>
    <message>
        <source>Vector picture (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Save the byte map</source>
        <translation>保存字节图</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}</source>
        <translation>{path} 未能保存：{reason}</translation>
    </message>
    <message>
        <source>Byte map of {name}</source>
        <translation>{name} 的字节图</translation>
    </message>
    <message>
        <source>Check the file&apos;s checksums</source>
        <translation>检查文件的校验和</translation>
    </message>
    <message>
        <source>Save the byte map…</source>
        <translation>保存字节图…</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Every key and shape fits: {model} should load it strictly.</source>
        <translation>所有键和形状都吻合：{model} 应能严格加载它。</translation>
    </message>
    <message>
        <source>{model} does not load it strictly: {missing} missing, {unexpected} unexpected, {mismatched} of another shape.</source>
        <translation>{model} 无法严格加载它：缺少 {missing} 个，多余 {unexpected} 个，形状不同 {mismatched} 个。</translation>
    </message>
    <message>
        <source>Only {count} of the model&apos;s {total} keys are there in any form: this is probably another architecture.</source>
        <translation>模型的 {total} 个键中只有 {count} 个能以某种形式找到：这很可能是另一种架构。</translation>
    </message>
    <message>
        <source>Keys that begin with {prefix}, which the model&apos;s do not: {count}. {cause}</source>
        <translation>以 {prefix} 开头而模型中没有此前缀的键：{count} 个。{cause}</translation>
    </message>
    <message>
        <source>Keys that fit the model under other names: {count}. They can be renamed in one step.</source>
        <translation>换个名称即与模型吻合的键：{count} 个。可以一步全部重命名。</translation>
    </message>
    <message>
        <source>Outputs of the head {module}: {have} in the file, {want} in the model; it was trained for another number of classes.</source>
        <translation>头部 {module} 在文件中有 {have} 个输出，在模型中有 {want} 个：它是按另一个类别数训练的。</translation>
    </message>
    <message>
        <source>Rows of {module}: {have} in the file, {want} in the model; the vocabulary has another size.</source>
        <translation>{module} 在文件中有 {have} 行，在模型中有 {want} 行：词表大小不同。</translation>
    </message>
    <message>
        <source>Tensors of another shape: {count}, for example {name}: {have} in the file, {want} in the model.</source>
        <translation>形状不同的张量：{count} 个，例如 {name}：文件中为 {have}，模型中为 {want}。</translation>
    </message>
    <message>
        <source>Not in the file: {count} of the model&apos;s {total} keys, for example {name}; they would stay untrained.</source>
        <translation>文件中没有：模型 {total} 个键中的 {count} 个，例如 {name}；它们将保持未训练状态。</translation>
    </message>
    <message>
        <source>Keys of the file without a place in the model: {count}, for example {name}.</source>
        <translation>文件中在模型里没有位置的键：{count} 个，例如 {name}。</translation>
    </message>
    <message>
        <source>Tensors that change their type when they are loaded: {count} ({change}).</source>
        <translation>加载时会改变类型的张量：{count} 个（{change}）。</translation>
    </message>
    <message>
        <source>Counters (num_batches_tracked) that are not in the file: {count}; torch begins them at 0.</source>
        <translation>文件中没有的计数器（num_batches_tracked）：{count} 个；torch 会从 0 开始计数。</translation>
    </message>
    <message>
        <source>The state_dict lies inside of a checkpoint: load_state_dict takes checkpoint{keys}, not the whole file.</source>
        <translation>state_dict 位于检查点内部：load_state_dict 应传入 checkpoint{keys}，而不是整个文件。</translation>
    </message>
    <message>
        <source>DataParallel and DistributedDataParallel put it there.</source>
        <translation>这是 DataParallel 和 DistributedDataParallel 加上的。</translation>
    </message>
    <message>
        <source>torch.compile put it there.</source>
        <translation>这是 torch.compile 加上的。</translation>
    </message>
    <message>
        <source>Lightning and other wrappers put it there.</source>
        <translation>这是 Lightning 等封装加上的。</translation>
    </message>
    <message>
        <source>prefix {old} → {new}</source>
        <translation>前缀 {old} → {new}</translation>
    </message>
    <message>
        <source>{old} → {new} in the name</source>
        <translation>名称中 {old} → {new}</translation>
    </message>
    <message>
        <source>the same words</source>
        <translation>用词相同</translation>
    </message>
    <message>
        <source>by shape and order, {share} %</source>
        <translation>按形状和顺序，{share} %</translation>
    </message>
    <message>
        <source>Model with {count} classes</source>
        <translation>改用 {count} 类的模型</translation>
    </message>
    <message>
        <source>Cut to the model&apos;s size</source>
        <translation>裁剪到模型的大小</translation>
    </message>
    <message>
        <source>Fill up with zeros</source>
        <translation>用零补齐</translation>
    </message>
    <message>
        <source>Cut and fill up</source>
        <translation>裁剪并补齐</translation>
    </message>
    <message>
        <source>Reshape</source>
        <translation>改变形状</translation>
    </message>
    <message>
        <source>Transpose</source>
        <translation>转置</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Check against {model} instead; the file stays as it is</source>
        <translation>改为与 {model} 核对；文件保持不变</translation>
    </message>
    <message>
        <source>Keep the first rows of {names}: outputs behind them are given up</source>
        <translation>只保留 {names} 的前几行：其后的输出将被舍弃</translation>
    </message>
    <message>
        <source>Add rows of zeros to {names}: new outputs begin untrained</source>
        <translation>给 {names} 添加全零的行：新输出从未训练状态开始</translation>
    </message>
    <message>
        <source>Cut what is too long and add zeros where {names} is too short</source>
        <translation>{names} 过长处裁剪，过短处补零</translation>
    </message>
    <message>
        <source>The same numbers in the model&apos;s shape: {names}</source>
        <translation>数值不变，按模型的形状排列：{names}</translation>
    </message>
    <message>
        <source>Swap the two dimensions of {names}</source>
        <translation>交换 {names} 的两个维度</translation>
    </message>
    <message>
        <source>Take {names} out of the file: it then loads with strict=False, and the head stays untrained</source>
        <translation>从文件中删去 {names}：之后可用 strict=False 加载，头部保持未训练状态</translation>
    </message>
    <message>
        <source>Cut {module} to the model&apos;s size</source>
        <translation>将 {module} 裁剪到模型的大小</translation>
    </message>
    <message>
        <source>Fill up {module} to the model&apos;s size</source>
        <translation>将 {module} 补齐到模型的大小</translation>
    </message>
    <message>
        <source>Fit {module} to the model&apos;s size</source>
        <translation>使 {module} 符合模型的大小</translation>
    </message>
    <message>
        <source>Reshape {module} as the model has it</source>
        <translation>按模型改变 {module} 的形状</translation>
    </message>
    <message>
        <source>Transpose {module}</source>
        <translation>转置 {module}</translation>
    </message>
    <message>
        <source>Drop {module}, which does not fit</source>
        <translation>删除不吻合的 {module}</translation>
    </message>
    <message>
        <source>torch {version} refused it: {complaint}</source>
        <translation>torch {version} 拒绝加载：{complaint}</translation>
    </message>
    <message>
        <source>Proved: torch {version} loaded {count} tensors strictly into {model}, and the model holds their values.</source>
        <translation>已证实：torch {version} 将 {count} 个张量严格加载到 {model}，模型中的值与之一致。</translation>
    </message>
    <message>
        <source>Proved by shapes: torch {version} loaded {count} tensors strictly into {model}. Their values were not loaded: they are too many for the memory, or of a special kind.</source>
        <translation>已按形状证实：torch {version} 将 {count} 个张量严格加载到 {model}。没有加载数值：内存不足以容纳，或属于特殊类型。</translation>
    </message>
</context>
<context>
    <name>CheckView</name>
    <message>
        <source>Check against a model</source>
        <translation>与模型核对</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>模型：</translation>
    </message>
    <message>
        <source>Model to check against</source>
        <translation>要核对的模型</translation>
    </message>
    <message>
        <source>torchvision:resnet50, timm:NAME, or path/to/model.py:Class</source>
        <translation>torchvision:resnet50、timm:名称 或 路径/model.py:类名</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Search the models of torchvision and timm, or take a class of your own</source>
        <translation>搜索 torchvision 和 timm 的模型，或使用自己的类</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Compare the keys with those of the model (Enter)</source>
        <translation>将键与模型的键比较（回车）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the process that builds the model</source>
        <translation>停止构建模型的进程</translation>
    </message>
    <message>
        <source>Prove by loading</source>
        <translation>加载验证</translation>
    </message>
    <message>
        <source>Load the tensors as they are edited here into the real model, strictly, in a process of its own</source>
        <translation>在独立进程中，将此处编辑后的张量严格加载到真实模型</translation>
    </message>
    <message>
        <source>Look at {model}</source>
        <translation>查看 {model}</translation>
    </message>
    <message>
        <source>Check against {model}</source>
        <translation>与 {model} 核对</translation>
    </message>
    <message>
        <source>Compare keys</source>
        <translation>比较键</translation>
    </message>
    <message>
        <source>Load into {model}</source>
        <translation>加载到 {model}</translation>
    </message>
    <message>
        <source>Opening the file…</source>
        <translation>正在打开文件…</translation>
    </message>
    <message>
        <source>Starting PyTorch and building the model…</source>
        <translation>正在启动 PyTorch 并构建模型…</translation>
    </message>
    <message>
        <source>Reading the tensors… %p %</source>
        <translation>正在读取张量… %p %</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Rename 1 key to that of {model}</source>
        <translation>把 1 个键改为 {model} 的名称</translation>
    </message>
    <message>
        <source>Rename {count} keys to those of {model}</source>
        <translation>将 {count} 个键重命名为 {model} 的键名</translation>
    </message>
    <message>
        <source>Asking the model what it expects…</source>
        <translation>正在询问模型需要哪些键…</translation>
    </message>
    <message>
        <source>Will it load? Choose a model, and see which keys are missing, unexpected, or of another shape.</source>
        <translation>能加载吗？选择一个模型，查看哪些键缺失、多余或形状不同。</translation>
    </message>
    <message>
        <source>The file looks like {model}.</source>
        <translation>文件看起来是 {model}。</translation>
    </message>
    <message>
        <source>The file resembles {model}.</source>
        <translation>文件与 {model} 相似。</translation>
    </message>
    <message>
        <source>Apply renames ({count})</source>
        <translation>应用重命名（{count}）</translation>
    </message>
    <message>
        <source>All checked renames as one step that can be undone</source>
        <translation>将所有勾选的重命名作为可撤销的一步执行</translation>
    </message>
    <message>
        <source>Head {module}: {have} outputs in the file, {want} in the model</source>
        <translation>头部 {module}：文件中 {have} 个输出，模型中 {want} 个</translation>
    </message>
    <message>
        <source>{module}: {have} rows in the file, {want} in the model</source>
        <translation>{module}：文件中 {have} 行，模型中 {want} 行</translation>
    </message>
    <message>
        <source>{module}: another shape</source>
        <translation>{module}：形状不同</translation>
    </message>
    <message>
        <source>The c&amp;heck</source>
        <translation>核对(&amp;H)</translation>
    </message>
    <message>
        <source>Check against the model</source>
        <translation>与模型核对</translation>
    </message>
    <message>
        <source>Apply the renames of the check</source>
        <translation>应用核对得出的重命名</translation>
    </message>
    <message>
        <source>Prove the check by loading</source>
        <translation>用加载验证核对结果</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>取消核对</translation>
    </message>
</context>
<context>
    <name>CheckpointSession</name>
    <message>
        <source>Statistics of {file}</source>
        <translation>{file} 的统计量</translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colour bar</source>
        <translation>色条</translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation>NaN、Inf</translation>
    </message>
</context>
<context>
    <name>CompareChoices</name>
    <message>
        <source>two checkpoints</source>
        <translation>两个检查点</translation>
    </message>
    <message>
        <source>three-way</source>
        <translation>三方对比</translation>
    </message>
    <message>
        <source>timeline of a run</source>
        <translation>一次训练的时间线</translation>
    </message>
    <message>
        <source>base</source>
        <translation>基准</translation>
    </message>
    <message>
        <source>with</source>
        <translation>对比对象</translation>
    </message>
    <message>
        <source>Kind of comparison</source>
        <translation>对比方式</translation>
    </message>
    <message>
        <source>Common base of both</source>
        <translation>两者的共同基准</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比对象</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{name}: a tensor is changed where |a − b| &gt; atol + rtol·|b|</source>
        <translation>{name}：|a − b| &gt; atol + rtol·|b| 时视为张量已改变</translation>
    </message>
    <message>
        <source>Relative tolerance</source>
        <translation>相对容差</translation>
    </message>
    <message>
        <source>Absolute tolerance</source>
        <translation>绝对容差</translation>
    </message>
    <message>
        <source>File to compare with</source>
        <translation>要对比的文件</translation>
    </message>
</context>
<context>
    <name>CompareTable</name>
    <message>
        <source>Which rows</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Next worst</source>
        <translation>下一个最大差异</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>Go to the row with the next smaller difference (N)</source>
        <translation>转到差异次大的行（N）</translation>
    </message>
    <message>
        <source>Copy CSV</source>
        <translation>复制 CSV</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all that are shown, with every digit</source>
        <translation>复制所选的行（未选多行时复制所有显示的行），保留全部数位</translation>
    </message>
    <message>
        <source>Compared tensors</source>
        <translation>对比的张量</translation>
    </message>
    <message>
        <source>all rows</source>
        <translation>全部行</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} / {total} 行</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Progress of the comparison</source>
        <translation>对比进度</translation>
    </message>
    <message>
        <source>Comparison: next worst</source>
        <translation>对比：下一个最大差异</translation>
    </message>
    <message>
        <source>Copy the comparison as CSV</source>
        <translation>将对比结果复制为 CSV</translation>
    </message>
    <message>
        <source>Open a checkpoint to compare it with another.</source>
        <translation>打开一个检查点，以便与另一个对比。</translation>
    </message>
    <message>
        <source>Choose a file, or open a second tab, to compare with.</source>
        <translation>请选择一个文件，或再打开一个标签页来对比。</translation>
    </message>
    <message>
        <source>Press Compare. A is this tab, B what it is compared with.</source>
        <translation>按“对比”开始。A 是此标签页，B 是对比对象。</translation>
    </message>
    <message>
        <source>A tolerance is a number that is not negative, for example 1e-5.</source>
        <translation>容差应为非负数，例如 1e-5。</translation>
    </message>
    <message>
        <source>Compare with {name}</source>
        <translation>与 {name} 对比</translation>
    </message>
    <message>
        <source>Opening and aligning…</source>
        <translation>正在打开并匹配…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>{share} % · {name}</source>
        <translation>{share} % · {name}</translation>
    </message>
</context>
<context>
    <name>ConflictModel</name>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>Create tensors</source>
        <translation>创建张量</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>View and reshape</source>
        <translation>view 与 reshape</translation>
    </message>
    <message>
        <source>Transpose and strides</source>
        <translation>转置与步长</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>广播</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>Compare and count</source>
        <translation>比较与计数</translation>
    </message>
    <message>
        <source>Cast, and what it loses</source>
        <translation>转换类型及其精度损失</translation>
    </message>
    <message>
        <source>Multiply matrices</source>
        <translation>矩阵乘法</translation>
    </message>
    <message>
        <source>Change in place (an edit)</source>
        <translation>原地修改（产生编辑）</translation>
    </message>
    <message>
        <source>Assign (an edit)</source>
        <translation>赋值（产生编辑）</translation>
    </message>
    <message>
        <source>Rename and delete (edits)</source>
        <translation>改名与删除（产生编辑）</translation>
    </message>
    <message>
        <source>A number for every layer</source>
        <translation>逐层计算一个数</translation>
    </message>
    <message>
        <source>Plot (with matplotlib)</source>
        <translation>绘图（需要 matplotlib）</translation>
    </message>
    <message>
        <source>Autograd: requires_grad and backward</source>
        <translation>自动求导：requires_grad 与 backward</translation>
    </message>
    <message>
        <source>Autograd: the graph of grad_fn</source>
        <translation>自动求导：grad_fn 构成的图</translation>
    </message>
    <message>
        <source>Autograd: detach and no_grad</source>
        <translation>自动求导：detach 与 no_grad</translation>
    </message>
</context>
<context>
    <name>ConsoleLink</name>
    <message>
        <source>Python: {code}</source>
        <translation>Python：{code}</translation>
    </message>
</context>
<context>
    <name>ConsoleView</name>
    <message>
        <source>Python beside this file, in a process of its own: checkpoint, state_dict, selection, np and torch are at hand. A tensor is read when it is touched. What you assign becomes an edit that can be undone; the file on the disk stays as it is, and nothing in it is run.</source>
        <translation>在独立进程中运行、与此文件相连的 Python：可直接使用 checkpoint、state_dict、selection、np 和 torch。张量在访问时才读取。赋值会成为可撤销的编辑；磁盘上的文件保持不变，文件中的任何代码都不会运行。</translation>
    </message>
    <message>
        <source>Start Python</source>
        <translation>启动 Python</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Short pieces of code that work on this file</source>
        <translation>可直接用于此文件的简短代码</translation>
    </message>
    <message>
        <source>Interrupt</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Stop what is being computed (Ctrl+C in the console)</source>
        <translation>停止正在进行的计算（控制台中按 Ctrl+C）</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>End Python and start it anew; variables are lost, edits are kept</source>
        <translation>结束 Python 并重新启动；变量会丢失，编辑会保留</translation>
    </message>
    <message>
        <source>Python is starting…</source>
        <translation>正在启动 Python…</translation>
    </message>
    <message>
        <source>Without torch: arrays of NumPy.</source>
        <translation>没有 torch：使用 NumPy 数组。</translation>
    </message>
    <message>
        <source>Python has ended.</source>
        <translation>Python 已结束。</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>Ready.</source>
        <translation>就绪。</translation>
    </message>
    <message>
        <source>At hand: {names}. Help: state_dict? (Tab completes, Ctrl+C interrupts.)</source>
        <translation>可直接使用：{names}。帮助：state_dict?（Tab 补全，Ctrl+C 中断。）</translation>
    </message>
    <message>
        <source>Python has ended unexpectedly; its variables are lost, edits are kept. Restart it to go on.</source>
        <translation>Python 意外结束；其中的变量已丢失，编辑已保留。重启后可继续。</translation>
    </message>
    <message>
        <source>Interrupt Python</source>
        <translation>中断 Python</translation>
    </message>
    <message>
        <source>Restart Python</source>
        <translation>重启 Python</translation>
    </message>
</context>
<context>
    <name>ContentsModel</name>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>the same object as above</source>
        <translation>与上文相同的对象</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
</context>
<context>
    <name>ContentsView</name>
    <message>
        <source>nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>Find: text or /regex/</source>
        <translation>查找：文本或 /正则/</translation>
    </message>
    <message>
        <source>Find in the contents</source>
        <translation>在内容中查找</translation>
    </message>
    <message>
        <source>Looks at keys, types and values; Enter goes to the next</source>
        <translation>在键、类型和值中查找；按 Enter 跳到下一个</translation>
    </message>
    <message>
        <source>Entries found</source>
        <translation>找到的条目</translation>
    </message>
    <message>
        <source>Contents of the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>This format holds nothing but tensors.</source>
        <translation>这种格式只包含张量。</translation>
    </message>
    <message>
        <source>Copy path in the file</source>
        <translation>复制在文件中的路径</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
</context>
<context>
    <name>DtypeDelegate</name>
    <message>
        <source>Element type</source>
        <translation>元素类型</translation>
    </message>
</context>
<context>
    <name>EditActions</name>
    <message>
        <source>{first} and more: {count} tensors</source>
        <translation>{first} 等 {count} 个张量</translation>
    </message>
    <message>
        <source>Nam&amp;es of all</source>
        <translation>全部名称(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Rename by regular e&amp;xpression…</source>
        <translation>用正则表达式改名(&amp;X)…</translation>
    </message>
    <message>
        <source>Strip a prefix…</source>
        <translation>去掉前缀…</translation>
    </message>
    <message>
        <source>Add a prefix…</source>
        <translation>添加前缀…</translation>
    </message>
    <message>
        <source>Leave only the state_dict</source>
        <translation>只保留 state_dict</translation>
    </message>
    <message>
        <source>Add a tensor from a file…</source>
        <translation>从文件添加张量…</translation>
    </message>
    <message>
        <source>Set metadata…</source>
        <translation>设置元数据…</translation>
    </message>
    <message>
        <source>Shape and &amp;values</source>
        <translation>形状与数值(&amp;V)</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>改名(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Drop</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Keep only this</source>
        <translation>只保留这些(&amp;K)</translation>
    </message>
    <message>
        <source>C&amp;ast…</source>
        <translation>转换类型(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Multiply by…</source>
        <translation>乘以(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Fill with…</source>
        <translation>填充为(&amp;F)…</translation>
    </message>
    <message>
        <source>Re&amp;shape…</source>
        <translation>改变形状(&amp;S)…</translation>
    </message>
    <message>
        <source>Swap d&amp;imensions…</source>
        <translation>交换维度(&amp;I)…</translation>
    </message>
    <message>
        <source>Cut a s&amp;lice…</source>
        <translation>切片截取(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Pad…</source>
        <translation>补齐(&amp;P)…</translation>
    </message>
    <message>
        <source>Un&amp;tie</source>
        <translation>解除共享(&amp;T)</translation>
    </message>
    <message>
        <source>Move to the &amp;top</source>
        <translation>移到最前(&amp;T)</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Element type</source>
        <translation>元素类型</translation>
    </message>
    <message>
        <source>Cast</source>
        <translation>转换类型</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>相乘</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>New shape</source>
        <translation>新形状</translation>
    </message>
    <message>
        <source>Reshape</source>
        <translation>改变形状</translation>
    </message>
    <message>
        <source>First dimension</source>
        <translation>第一个维度</translation>
    </message>
    <message>
        <source>Second dimension</source>
        <translation>第二个维度</translation>
    </message>
    <message>
        <source>Swap dimensions</source>
        <translation>交换维度</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Cut a slice</source>
        <translation>切片截取</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>补齐</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Strip a prefix</source>
        <translation>去掉前缀</translation>
    </message>
    <message>
        <source>Add a prefix</source>
        <translation>添加前缀</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Set metadata</source>
        <translation>设置元数据</translation>
    </message>
    <message>
        <source>Add a tensor from a file</source>
        <translation>从文件添加张量</translation>
    </message>
    <message>
        <source>Key in that file</source>
        <translation>该文件中的键</translation>
    </message>
    <message>
        <source>Name here</source>
        <translation>此处的名称</translation>
    </message>
    <message>
        <source>Add a tensor</source>
        <translation>添加张量</translation>
    </message>
</context>
<context>
    <name>EditError</name>
    <message>
        <source>Merging needs two files or more.</source>
        <translation>合并至少需要两个文件。</translation>
    </message>
    <message>
        <source>The number of weights for {method} is {wanted}; given: {have}.</source>
        <translation>{method} 需要 {wanted} 个权重，给出了 {have} 个。</translation>
    </message>
    <message>
        <source>{method} takes one weight or {wanted}; given: {have}.</source>
        <translation>{method} 需要一个或 {wanted} 个权重，给出了 {have} 个。</translation>
    </message>
    <message>
        <source>{text} is no weight; write numbers with commas between them, for example 0.7,0.3.</source>
        <translation>{text} 不是权重；请写用逗号分隔的数字，例如 0.7,0.3。</translation>
    </message>
    <message>
        <source>{method} takes numbers from 0 to 1; {text} is outside.</source>
        <translation>{method} 的取值范围是 0 到 1；{text} 超出了范围。</translation>
    </message>
    <message>
        <source>Tensors that do not fit together: {count}. {first}</source>
        <translation>{count} 个张量不匹配。{first}</translation>
    </message>
    <message>
        <source>{file} holds no pair of LoRA matrices.</source>
        <translation>{file} 中没有成对的 LoRA 矩阵。</translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Rename {0} to {1}</source>
        <translation>把 {0} 改名为 {1}</translation>
    </message>
    <message>
        <source>Replace {0} by {1} in names</source>
        <translation>把名称中的 {0} 替换为 {1}</translation>
    </message>
    <message>
        <source>Strip the prefix {0}</source>
        <translation>去掉前缀 {0}</translation>
    </message>
    <message>
        <source>Add the prefix {0}</source>
        <translation>添加前缀 {0}</translation>
    </message>
    <message>
        <source>Drop {all}</source>
        <translation>删除 {all}</translation>
    </message>
    <message>
        <source>Keep only {all}</source>
        <translation>只保留 {all}</translation>
    </message>
    <message>
        <source>Cast {some} to {last}</source>
        <translation>把 {some} 转换为 {last}</translation>
    </message>
    <message>
        <source>Fill {some} with {last}</source>
        <translation>把 {some} 填充为 {last}</translation>
    </message>
    <message>
        <source>Multiply {some} by {last}</source>
        <translation>把 {some} 乘以 {last}</translation>
    </message>
    <message>
        <source>Set {0} to {1}</source>
        <translation>把 {0} 设为 {1}</translation>
    </message>
    <message>
        <source>Reshape {0} to {1}</source>
        <translation>把 {0} 的形状改为 {1}</translation>
    </message>
    <message>
        <source>Swap dimensions {1} and {2} of {0}</source>
        <translation>交换 {0} 的第 {1} 维和第 {2} 维</translation>
    </message>
    <message>
        <source>Cut {0} to [{1}]</source>
        <translation>把 {0} 截取为 [{1}]</translation>
    </message>
    <message>
        <source>Pad {0} to {1} with {2}</source>
        <translation>用 {2} 把 {0} 补齐到 {1}</translation>
    </message>
    <message>
        <source>Untie {0}</source>
        <translation>解除 {0} 的共享</translation>
    </message>
    <message>
        <source>Add {0} from {1}</source>
        <translation>从 {1} 添加 {0}</translation>
    </message>
    <message>
        <source>Leave only the state_dict</source>
        <translation>只保留 state_dict</translation>
    </message>
    <message>
        <source>Put {0} first</source>
        <translation>把 {0} 放到最前</translation>
    </message>
    <message>
        <source>Take {0} from {1}</source>
        <translation>从 {1} 取得 {0}</translation>
    </message>
    <message>
        <source>Set the metadata {0} to {1}</source>
        <translation>把元数据 {0} 设为 {1}</translation>
    </message>
    <message>
        <source>Merge ({0}) with {2}</source>
        <translation>与 {2} 合并（{0}）</translation>
    </message>
    <message>
        <source>Rename {count} keys</source>
        <translation>重命名 {count} 个键</translation>
    </message>
    <message>
        <source> and {count} more</source>
        <translation> 等另外 {count} 个</translation>
    </message>
    <message>
        <source>There is no operation {operation}.</source>
        <translation>没有名为 {operation} 的操作。</translation>
    </message>
    <message>
        <source>{operation} takes {wanted}.</source>
        <translation>{operation} 需要 {wanted}。</translation>
    </message>
    <message>
        <source>There is no tensor named {name}.</source>
        <translation>没有名为 {name} 的张量。</translation>
    </message>
    <message>
        <source>No tensor&apos;s name matches {pattern}.</source>
        <translation>没有张量的名称匹配 {pattern}。</translation>
    </message>
    <message>
        <source>{pattern} is no valid regular expression: {reason}.</source>
        <translation>{pattern} 不是有效的正则表达式：{reason}。</translation>
    </message>
    <message>
        <source>{replacement} cannot be put in: {reason}.</source>
        <translation>无法代入 {replacement}：{reason}。</translation>
    </message>
    <message>
        <source>Names that would collide: {count}, for example {name} (from {first} and {second}).</source>
        <translation>{count} 个名称会冲突，例如 {name}（来自 {first} 和 {second}）。</translation>
    </message>
    <message>
        <source>There is a tensor named {name} already.</source>
        <translation>已经有名为 {name} 的张量。</translation>
    </message>
    <message>
        <source>A name must not be empty (it would be that of {name}).</source>
        <translation>名称不能为空（{name} 会变成空名称）。</translation>
    </message>
    <message>
        <source>No name begins with {prefix}.</source>
        <translation>没有以 {prefix} 开头的名称。</translation>
    </message>
    <message>
        <source>{text} is no element type; write for example float16, bfloat16 or int8.</source>
        <translation>{text} 不是元素类型；请写例如 float16、bfloat16 或 int8。</translation>
    </message>
    <message>
        <source>{text} is no number.</source>
        <translation>{text} 不是数字。</translation>
    </message>
    <message>
        <source>{text} is no shape; write for example 64,3,7,7.</source>
        <translation>{text} 不是形状；请写例如 64,3,7,7。</translation>
    </message>
    <message>
        <source>The number of elements of {name} is {have}; the shape {shape} would need {need}.</source>
        <translation>{name} 有 {have} 个元素；形状 {shape} 需要 {need} 个。</translation>
    </message>
    <message>
        <source>There is no dimension {dimension} in {name}; its number of dimensions is {dimensions}.</source>
        <translation>{name} 有 {dimensions} 维；没有第 {dimension} 维。</translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message>
        <source>{name} has the shape {have}; it cannot be padded to {shape}.</source>
        <translation>{name} 的形状是 {have}；无法补齐到 {shape}。</translation>
    </message>
    <message>
        <source>{name} holds {dtype}; cast it to a floating-point type before it is multiplied by {factor}.</source>
        <translation>{name} 的类型是 {dtype}；乘以 {factor} 之前请先转换为浮点类型。</translation>
    </message>
    <message>
        <source>{name} holds {dtype}, which has no {text}.</source>
        <translation>{name} 的类型是 {dtype}，它无法表示 {text}。</translation>
    </message>
    <message>
        <source>{name} cannot be changed: {reason}</source>
        <translation>无法修改 {name}：{reason}</translation>
    </message>
    <message>
        <source>{name} shares its storage with no other tensor.</source>
        <translation>{name} 没有与其他张量共享存储。</translation>
    </message>
    <message>
        <source>The file holds nothing but the state_dict.</source>
        <translation>文件中除 state_dict 外没有别的内容。</translation>
    </message>
    <message>
        <source>The file holds no state_dict that could be unwrapped.</source>
        <translation>文件中没有可以取出的 state_dict。</translation>
    </message>
    <message>
        <source>{file} could not be opened.</source>
        <translation>无法打开 {file}。</translation>
    </message>
    <message>
        <source>{file} holds no tensor named {name}.</source>
        <translation>{file} 中没有名为 {name} 的张量。</translation>
    </message>
    <message>
        <source>{name} is named twice.</source>
        <translation>{name} 出现了两次。</translation>
    </message>
    <message>
        <source>There is no merge method {method}.</source>
        <translation>没有名为 {method} 的合并方法。</translation>
    </message>
    <message>
        <source>The plug-in {package} ({name}) failed: {reason}.</source>
        <translation>插件 {package}（{name}）出错：{reason}。</translation>
    </message>
    <message>
        <source>{file} is no recipe: {reason}.</source>
        <translation>{file} 不是配方：{reason}。</translation>
    </message>
    <message>
        <source>Names that begin with “{prefix}”: {count}.</source>
        <translation>{count} 个名称以“{prefix}”开头。</translation>
    </message>
    <message>
        <source>Strip it</source>
        <translation>去掉它</translation>
    </message>
    <message>
        <source>Names that hold “{text}”, which torch.compile leaves behind: {count}.</source>
        <translation>{count} 个名称含有 torch.compile 留下的“{text}”。</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>去掉它</translation>
    </message>
    <message>
        <source>The state_dict is wrapped in a checkpoint; further tensors there: {count}.</source>
        <translation>state_dict 包在一个检查点里；其中还有 {count} 个张量。</translation>
    </message>
    <message>
        <source>Tensors in float64: {count} ({size}).</source>
        <translation>float64 张量：{count} 个（{size}）。</translation>
    </message>
    <message>
        <source>Tensors that hold NaN or infinities: {count}.</source>
        <translation>含有 NaN 或无穷大的张量：{count} 个。</translation>
    </message>
    <message>
        <source>Unwrap</source>
        <translation>取出</translation>
    </message>
    <message>
        <source>The state_dict lies inside of a checkpoint, under {key}.</source>
        <translation>state_dict 在一个检查点里，键为 {key}。</translation>
    </message>
    <message>
        <source>Optimizer state takes {size} of {total}.</source>
        <translation>优化器状态占 {total} 中的 {size}。</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Cast to float32</source>
        <translation>转换为 float32</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示它们</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Tied tensors</source>
        <translation>共享存储的张量</translation>
    </message>
    <message>
        <source>Cut into files of</source>
        <translation>分片大小</translation>
    </message>
    <message>
        <source>PyTorch state_dict (.pth)</source>
        <translation>PyTorch state_dict (.pth)</translation>
    </message>
    <message>
        <source>safetensors (.safetensors)</source>
        <translation>safetensors (.safetensors)</translation>
    </message>
    <message>
        <source>NumPy archive (.npz)</source>
        <translation>NumPy 归档 (.npz)</translation>
    </message>
    <message>
        <source>write once, name the others in the metadata</source>
        <translation>只写一份，其余名称记入元数据</translation>
    </message>
    <message>
        <source>write a copy under each name</source>
        <translation>每个名称各写一份</translation>
    </message>
    <message>
        <source>one file</source>
        <translation>单个文件</translation>
    </message>
    <message>
        <source>Keep the checkpoint around the state_dict (epoch, optimizer …)</source>
        <translation>保留 state_dict 外层的检查点（epoch、优化器等）</translation>
    </message>
    <message>
        <source>The file&apos;s ending follows. A .pth is read by torch.load, a .safetensors without pickle, an .npz by numpy.load.</source>
        <translation>文件扩展名随之改变。.pth 由 torch.load 读取，.safetensors 读取时不用 pickle，.npz 由 numpy.load 读取。</translation>
    </message>
    <message>
        <source>safetensors cannot hold tensors that share memory. Written once, the file is smaller, but whoever loads it must tie the names again.</source>
        <translation>safetensors 不能保存共享内存的张量。只写一份时文件更小，但加载时须把这些名称重新绑定到同一张量。</translation>
    </message>
    <message>
        <source>Most bytes of tensors in a file, in GB of 10⁹; a larger tensor has a file to itself, and an index says which holds which.</source>
        <translation>每个文件中张量的大小上限，1 GB 为 10⁹ 字节；更大的张量独占一个文件，索引文件记录各张量在哪个文件中。</translation>
    </message>
    <message>
        <source>Everything else in the checkpoint is written as it was read, with the edited state_dict in its place. Unticked, the file is the bare state_dict.</source>
        <translation>检查点的其余内容按读入时原样写出，其中的 state_dict 换成编辑后的。不勾选时，文件只含 state_dict 本身。</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开它</translation>
    </message>
    <message>
        <source>Copy Python that loads it</source>
        <translation>复制加载它的 Python 代码</translation>
    </message>
    <message>
        <source>The new file is written beside, read back and compared before it takes its place.</source>
        <translation>新文件先写在旁边，读回并比对之后才放到位。</translation>
    </message>
    <message>
        <source>This replaces the very file that is open; it is then opened anew, and the history of edits ends.</source>
        <translation>这会替换当前打开的文件；之后会重新打开它，编辑历史到此为止。</translation>
    </message>
    <message>
        <source>A file of this name is there and will be replaced.</source>
        <translation>已有同名文件，将被替换。</translation>
    </message>
    <message>
        <source>PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)</source>
        <translation>PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
    </message>
    <message>
        <source>checking %p %</source>
        <translation>正在校验 %p %</translation>
    </message>
    <message>
        <source>writing %p %</source>
        <translation>正在写入 %p %</translation>
    </message>
    <message>
        <source>1 tensor of a file of {size}.</source>
        <translation>1 个张量，原文件 {size}。</translation>
    </message>
    <message>
        <source>{count} tensors of a file of {size}.</source>
        <translation>{count} 个张量，原文件 {size}。</translation>
    </message>
    <message>
        <source>{path}: 1 tensor, {size}, read back and compared.</source>
        <translation>{path}：1 个张量，{size}，已读回并比对。</translation>
    </message>
    <message>
        <source>{path}: {count} tensors, {size}, read back and compared.</source>
        <translation>{path}：{count} 个张量，{size}，已读回并比对。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FilterCanvas</name>
    <message>
        <source>Filters</source>
        <translation>卷积核</translation>
    </message>
</context>
<context>
    <name>FiltersView</name>
    <message>
        <source>Filters are shown of convolution weights: [out, in, height, width].</source>
        <translation>这里以图像显示卷积权重的卷积核：[输出, 输入, 高, 宽]。</translation>
    </message>
    <message>
        <source>As RGB</source>
        <translation>作为 RGB</translation>
    </message>
    <message>
        <source>Show three input channels as red, green and blue</source>
        <translation>把三个输入通道显示为红、绿、蓝</translation>
    </message>
    <message>
        <source>Input channel</source>
        <translation>输入通道</translation>
    </message>
    <message>
        <source>Range of the colours</source>
        <translation>颜色范围</translation>
    </message>
    <message>
        <source>each its own range</source>
        <translation>各自的范围</translation>
    </message>
    <message>
        <source>one range for all</source>
        <translation>共用一个范围</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>viridis</source>
        <translation>viridis</translation>
    </message>
    <message>
        <source>diverging</source>
        <translation>发散色</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图像大小</translation>
    </message>
    <message>
        <source>The first {count} filters are shown.</source>
        <translation>显示前 {count} 个卷积核。</translation>
    </message>
    <message>
        <source>filter {index}: {low} to {high}</source>
        <translation>卷积核 {index}：{low} 到 {high}</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>There is no such file.</source>
        <translation>文件不存在。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>The file cannot be read: {reason}.</source>
        <translation>无法读取文件：{reason}。</translation>
    </message>
    <message>
        <source>Check the permissions of the file.</source>
        <translation>请检查文件的权限。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>Fetch or save it again.</source>
        <translation>请重新获取或保存。</translation>
    </message>
    <message>
        <source>This is a Git LFS pointer, not the weights.</source>
        <translation>这是 Git LFS 指针，不是权重本身。</translation>
    </message>
    <message>
        <source>Run `git lfs pull` in the repository and open it again.</source>
        <translation>请在仓库中运行 `git lfs pull`，然后再次打开。</translation>
    </message>
    <message>
        <source>This is a web page, not a checkpoint.</source>
        <translation>这是网页，不是检查点。</translation>
    </message>
    <message>
        <source>The download went wrong: fetch the file itself, not its page.</source>
        <translation>下载出了问题：请下载文件本身，而不是它的网页。</translation>
    </message>
    <message>
        <source>No known kind of checkpoint: it begins with {start}.</source>
        <translation>不是已知的检查点：开头是 {start}。</translation>
    </message>
    <message>
        <source>Open a file that PyTorch, safetensors or NumPy wrote.</source>
        <translation>请打开由 PyTorch、safetensors 或 NumPy 写出的文件。</translation>
    </message>
    <message>
        <source>This is a model in the format {format}, which is not read here.</source>
        <translation>这是 {format} 格式的模型，本程序不读取该格式。</translation>
    </message>
    <message>
        <source>Convert it with the tools of that format, or open the checkpoint that it was made from.</source>
        <translation>请用该格式自己的工具转换，或打开它所来自的检查点。</translation>
    </message>
    <message>
        <source>This is an archive ({format}).</source>
        <translation>这是一个压缩包（{format}）。</translation>
    </message>
    <message>
        <source>Unpack it and open the checkpoint that is in it.</source>
        <translation>请解压，然后打开其中的检查点。</translation>
    </message>
    <message>
        <source>The plug-in {package} ({name}) failed: {reason}.</source>
        <translation>插件 {package}（{name}）出错：{reason}。</translation>
    </message>
    <message>
        <source>Update the plug-in, or switch it off.</source>
        <translation>请更新该插件，或将其停用。</translation>
    </message>
    <message>
        <source>Reading stopped at the limit for {what} ({limit}).</source>
        <translation>读取在达到“{what}”的上限（{limit}）时停止。</translation>
    </message>
    <message>
        <source>What was read until there is shown; the rest of the file is unusually large or hostile.</source>
        <translation>此前读到的内容已显示；文件其余部分异常庞大或带有恶意。</translation>
    </message>
    <message>
        <source>The archive&apos;s directory is missing or damaged; records found by searching: {found}.</source>
        <translation>归档的目录缺失或损坏；通过搜索找到了 {found} 条记录。</translation>
    </message>
    <message>
        <source>Fetch the file again, or save what is whole.</source>
        <translation>请重新获取文件，或保存完好的部分。</translation>
    </message>
    <message>
        <source>Bytes missing at the end of the file: {missing}.</source>
        <translation>文件提前 {missing} 字节结束。</translation>
    </message>
    <message>
        <source>Fetch the file again; what is whole can be used.</source>
        <translation>请重新获取文件；完好的部分可以使用。</translation>
    </message>
    <message>
        <source>Bytes behind the end of the data: {count}.</source>
        <translation>数据结束之后还有 {count} 字节。</translation>
    </message>
    <message>
        <source>They were ignored.</source>
        <translation>它们被忽略了。</translation>
    </message>
    <message>
        <source>The file holds two payloads: {first} is what PyTorch would read, {second} is hidden behind it.</source>
        <translation>文件含有两份载荷：PyTorch 会读取{first}，{second}藏在其后。</translation>
    </message>
    <message>
        <source>Do not trust a file that shows different contents to different readers.</source>
        <translation>不要信任对不同读取程序显示不同内容的文件。</translation>
    </message>
    <message>
        <source>The archive holds {record} {count} times; PyTorch reads the last.</source>
        <translation>归档中 {record} 出现了 {count} 次；PyTorch 读取最后一个。</translation>
    </message>
    <message>
        <source>The records carry no checksums.</source>
        <translation>记录没有校验和。</translation>
    </message>
    <message>
        <source>Damage inside the weights cannot be noticed; saving again adds checksums.</source>
        <translation>无法察觉权重内部的损坏；重新保存会加上校验和。</translation>
    </message>
    <message>
        <source>Records are compressed ({method}); PyTorch writes them plain.</source>
        <translation>记录是压缩的（{method}）；PyTorch 写出的是未压缩的。</translation>
    </message>
    <message>
        <source>Values are read through a decompressor; saving again makes the file load faster.</source>
        <translation>读取数值时需要解压；重新保存后加载更快。</translation>
    </message>
    <message>
        <source>The archive has no version record.</source>
        <translation>归档没有版本记录。</translation>
    </message>
    <message>
        <source>PyTorch refuses it; saving again adds one.</source>
        <translation>PyTorch 会拒绝它；重新保存会补上。</translation>
    </message>
    <message>
        <source>The archive says version {version}, which is not known.</source>
        <translation>归档的版本是 {version}，这个版本未知。</translation>
    </message>
    <message>
        <source>It was read all the same.</source>
        <translation>仍然进行了读取。</translation>
    </message>
    <message>
        <source>The pickle cannot be followed past byte {byte}: {reason}.</source>
        <translation>pickle 在第 {byte} 字节之后无法继续：{reason}。</translation>
    </message>
    <message>
        <source>What was built until there is shown.</source>
        <translation>显示此前已经构建的内容。</translation>
    </message>
    <message>
        <source>A pickle lies inside this pickle; it was read in the same safe way.</source>
        <translation>这个 pickle 里还有一个 pickle；它以同样安全的方式读取。</translation>
    </message>
    <message>
        <source>An ordinary load would execute {name}.</source>
        <translation>普通加载会执行 {name}。</translation>
    </message>
    <message>
        <source>Open the file only here, and export its tensors instead of loading it.</source>
        <translation>请只在这里打开此文件，导出其中的张量，而不要加载它。</translation>
    </message>
    <message>
        <source>The pickle that names the tensors is not in the file; only their raw bytes are.</source>
        <translation>文件中没有给张量命名的 pickle，只有它们的原始字节。</translation>
    </message>
    <message>
        <source>Fetch the file again.</source>
        <translation>请重新获取文件。</translation>
    </message>
    <message>
        <source>The bytes of {name} are not in the file.</source>
        <translation>文件中没有 {name} 的字节。</translation>
    </message>
    <message>
        <source>Fetch the file again; the other tensors are whole.</source>
        <translation>请重新获取文件；其他张量是完好的。</translation>
    </message>
    <message>
        <source>{name} needs {need} bytes of its storage, which has {have}.</source>
        <translation>{name} 需要其存储的 {need} 字节，而存储只有 {have} 字节。</translation>
    </message>
    <message>
        <source>{name} has no data: it was saved from the meta device.</source>
        <translation>{name} 没有数据：它是从 meta 设备保存的。</translation>
    </message>
    <message>
        <source>Only its shape and type are known.</source>
        <translation>只知道它的形状和类型。</translation>
    </message>
    <message>
        <source>{name} is not shown as a dense tensor of {count} elements.</source>
        <translation>{name} 有 {count} 个元素，不以稠密张量显示。</translation>
    </message>
    <message>
        <source>Choose one of its parts.</source>
        <translation>请选择它的一个部分。</translation>
    </message>
    <message>
        <source>{name} ({layout}) has no values of its own.</source>
        <translation>{name}（{layout}）没有自己的数值。</translation>
    </message>
    <message>
        <source>Choose one of its parts: {parts}.</source>
        <translation>请选择它的一个部分：{parts}。</translation>
    </message>
    <message>
        <source>The {count} elements of {name} are the same {behind} numbers many times over; they are not gone through one by one.</source>
        <translation>{name} 的 {count} 个元素只是同样的 {behind} 个数反复出现；不会逐个遍历它们。</translation>
    </message>
    <message>
        <source>Look at a slice of them.</source>
        <translation>请查看其中的一个切片。</translation>
    </message>
    <message>
        <source>The file is no longer the one that was opened.</source>
        <translation>文件已不是打开时的那个文件。</translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation>请重新打开。</translation>
    </message>
    <message>
        <source>{name} cannot be described: {reason}.</source>
        <translation>无法描述 {name}：{reason}。</translation>
    </message>
    <message>
        <source>The other tensors are not affected.</source>
        <translation>其他张量不受影响。</translation>
    </message>
    <message>
        <source>The key {name} occurs twice.</source>
        <translation>键 {name} 出现了两次。</translation>
    </message>
    <message>
        <source>The last one counts.</source>
        <translation>以最后一个为准。</translation>
    </message>
    <message>
        <source>Further entries that are not listed: {count}.</source>
        <translation>还有 {count} 个条目没有列出。</translation>
    </message>
    <message>
        <source>The bytes of {name} are not those that were saved: the checksum of {record} does not match.</source>
        <translation>{name} 的字节与保存时不同：{record} 的校验和不一致。</translation>
    </message>
    <message>
        <source>The checksum of {record} does not match: names and shapes may be wrong.</source>
        <translation>{record} 的校验和不一致：名称和形状可能有误。</translation>
    </message>
    <message>
        <source>Compare the names with those of the model.</source>
        <translation>请将名称与模型的名称比较。</translation>
    </message>
    <message>
        <source>Tensors that the directory lost and a search of the file found: {count}.</source>
        <translation>通过搜索文件找回了目录中丢失的 {count} 个张量。</translation>
    </message>
    <message>
        <source>Tensors that are there without their checksum, so that damage in them would not be noticed: {count}, for example {name}.</source>
        <translation>{count} 个张量（例如 {name}）的数据在，但校验和不在，因此无法发现其中的损坏。</translation>
    </message>
    <message>
        <source>Look at their histograms.</source>
        <translation>请查看它们的直方图。</translation>
    </message>
    <message>
        <source>There is no whole tensor in the file.</source>
        <translation>文件中没有完好的张量。</translation>
    </message>
    <message>
        <source>Tensors beside the state_dict that were written under the names of their places: {count}, such as {name}.</source>
        <translation>state_dict 之外的 {count} 个张量以其位置为名写入，例如 {name}。</translation>
    </message>
    <message>
        <source>What surrounded them could not be kept.</source>
        <translation>它们周围的内容无法保留。</translation>
    </message>
    <message>
        <source>The shard {name} is not there; tensors in it: {count}.</source>
        <translation>缺少分片 {name}；其中有 {count} 个张量。</translation>
    </message>
    <message>
        <source>Put the file beside the index.</source>
        <translation>请把文件放到索引旁边。</translation>
    </message>
    <message>
        <source>{name} was opened; further checkpoints in the folder: {count}.</source>
        <translation>文件夹中还有 {count} 个检查点；打开的是 {name}。</translation>
    </message>
    <message>
        <source>Open another one by its own name.</source>
        <translation>请按名称打开其他文件。</translation>
    </message>
    <message>
        <source>There is no checkpoint file in the folder.</source>
        <translation>该文件夹中没有检查点文件。</translation>
    </message>
    <message>
        <source>Open the folder that holds it, or the file itself.</source>
        <translation>请打开包含检查点的文件夹，或直接打开该文件。</translation>
    </message>
    <message>
        <source>The folder holds {count} checkpoint files and no index that joins them.</source>
        <translation>文件夹中有 {count} 个检查点文件，却没有把它们连接起来的索引。</translation>
    </message>
    <message>
        <source>Open one of the files by its own name.</source>
        <translation>请按名称打开其中一个文件。</translation>
    </message>
    <message>
        <source>The header cannot be read: {reason}.</source>
        <translation>无法读取文件头：{reason}。</translation>
    </message>
    <message>
        <source>The name {name} points outside of the folder; it was not followed.</source>
        <translation>名称 {name} 指向文件夹之外；没有跟随。</translation>
    </message>
    <message>
        <source>Do not trust an index that reaches for other files.</source>
        <translation>不要信任指向其他文件的索引。</translation>
    </message>
    <message>
        <source>The header breaks a rule of the format: {reason}.</source>
        <translation>文件头违反了格式规则：{reason}。</translation>
    </message>
    <message>
        <source>Other programs may refuse the file; saving again mends it.</source>
        <translation>其他程序可能拒绝此文件；重新保存可以修复。</translation>
    </message>
    <message>
        <source>There is not enough room on the disk; nothing was written.</source>
        <translation>磁盘空间不足；什么都没有写入。</translation>
    </message>
    <message>
        <source>Free some, or choose another place.</source>
        <translation>请腾出空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>The export needs {need} bytes, and the disk has {free} free; nothing was written.</source>
        <translation>导出需要 {need} 字节，而磁盘只剩 {free} 字节；什么都没有写入。</translation>
    </message>
    <message>
        <source>It cannot be written: {reason}.</source>
        <translation>无法写入：{reason}。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>What was written did not read back right ({name}: {reason}), so it was thrown away.</source>
        <translation>写入的内容读回后不一致（{name}：{reason}），因此已丢弃。</translation>
    </message>
    <message>
        <source>Check the disk and try again.</source>
        <translation>请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>The ending {ending} names no format that can be written.</source>
        <translation>扩展名 {ending} 不是可以写出的格式。</translation>
    </message>
    <message>
        <source>Use .pth, .pt, .bin, .safetensors or .npz.</source>
        <translation>请使用 .pth、.pt、.bin、.safetensors 或 .npz。</translation>
    </message>
    <message>
        <source>There is no tensor to write.</source>
        <translation>没有可写的张量。</translation>
    </message>
    <message>
        <source>Undo what dropped them all, or open a file that holds tensors.</source>
        <translation>请撤销删除了全部张量的操作，或打开含有张量的文件。</translation>
    </message>
    <message>
        <source>The surrounding checkpoint cannot be kept: {reason}.</source>
        <translation>无法保留外层的检查点：{reason}。</translation>
    </message>
    <message>
        <source>Export the state_dict alone.</source>
        <translation>请只导出 state_dict。</translation>
    </message>
    <message>
        <source>Tensors beside the state_dict (optimizer state and the like) that were left out: {count}.</source>
        <translation>略去了 state_dict 之外的 {count} 个张量（优化器状态等）。</translation>
    </message>
    <message>
        <source>Keep the surrounding checkpoint to have them in the file.</source>
        <translation>如需写入文件，请保留外层的检查点。</translation>
    </message>
    <message>
        <source>A bare state_dict has no room for the metadata {keys}.</source>
        <translation>单独的 state_dict 无处存放元数据 {keys}。</translation>
    </message>
    <message>
        <source>Write .safetensors, or keep the surrounding checkpoint.</source>
        <translation>请写成 .safetensors，或保留外层的检查点。</translation>
    </message>
    <message>
        <source>Python attributes of {name} that were left out: {count}.</source>
        <translation>略去了 {name} 的 {count} 个 Python 属性。</translation>
    </message>
    <message>
        <source>Its values are kept.</source>
        <translation>数值均已保留。</translation>
    </message>
    <message>
        <source>{name} was a {kind}; its inner tensor was written.</source>
        <translation>{name} 原为 {kind}；写出了其内部的张量。</translation>
    </message>
    <message>
        <source>{name} ({layout}) cannot be written in this format.</source>
        <translation>{name}（{layout}）无法写成这种格式。</translation>
    </message>
    <message>
        <source>Write one of its parts instead.</source>
        <translation>请改为写出它的一个部分。</translation>
    </message>
    <message>
        <source>{name} ({layout}) was written as a dense tensor.</source>
        <translation>{name}（{layout}）已写为稠密张量。</translation>
    </message>
    <message>
        <source>A .pth keeps its layout.</source>
        <translation>.pth 会保留其布局。</translation>
    </message>
    <message>
        <source>Tied tensors that were written once: {count}, for example {name}; the metadata names the other.</source>
        <translation>{count} 个共享存储的张量（例如 {name}）只写了一份；其余名称记在元数据中。</translation>
    </message>
    <message>
        <source>Choose copies to have every key in the file.</source>
        <translation>如需文件中包含每个键，请选择各写一份。</translation>
    </message>
    <message>
        <source>Tied tensors that were written as copies: {count}, for example {name}.</source>
        <translation>{count} 个共享存储的张量（例如 {name}）已各写一份。</translation>
    </message>
    <message>
        <source>A .pth keeps ties.</source>
        <translation>.pth 会保留共享关系。</translation>
    </message>
    <message>
        <source>Tensors whose type the format lacks and that changed it ({change}): {count}.</source>
        <translation>{count} 个张量改变了类型（{change}），因为该格式没有原来的类型。</translation>
    </message>
    <message>
        <source>A .pth keeps it.</source>
        <translation>.pth 会保留它。</translation>
    </message>
    <message>
        <source>Edited tensors beside the state_dict that were written as the file holds them: {count}.</source>
        <translation>state_dict 之外的 {count} 个已编辑张量按文件中的原样写出。</translation>
    </message>
    <message>
        <source>Edits of optimizer state are not part of an export.</source>
        <translation>对优化器状态的编辑不属于导出内容。</translation>
    </message>
</context>
<context>
    <name>FindingsView</name>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Nothing to complain about: the file is whole.</source>
        <translation>没有问题：文件是完好的。</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么办</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Copy the findings</source>
        <translation>复制发现</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>Values that are not a number (NaN): {count} of {whole}.</source>
        <translation>{whole} 个值中有 {count} 个不是数字（NaN）。</translation>
    </message>
    <message>
        <source>Go back to an earlier checkpoint; then lower the learning rate, clip gradients, or use bfloat16 where float16 overflowed.</source>
        <translation>请退回更早的检查点；然后降低学习率、裁剪梯度，或在 float16 溢出之处改用 bfloat16。</translation>
    </message>
    <message>
        <source>Infinite values: {count} of {whole}.</source>
        <translation>{whole} 个值中有 {count} 个为无穷大。</translation>
    </message>
    <message>
        <source>Go back to an earlier checkpoint; look for an overflow in float16 or a division by zero.</source>
        <translation>请退回更早的检查点；检查是否有 float16 溢出或除以零。</translation>
    </message>
    <message>
        <source>Negative running variances: {count} of {whole} ({least} at channel {channel}); their square root is NaN.</source>
        <translation>{whole} 个运行方差中有 {count} 个为负（通道 {channel} 为 {least}）；其平方根为 NaN。</translation>
    </message>
    <message>
        <source>Compute the statistics again with some batches in training mode; an average of checkpoints may have spoilt them.</source>
        <translation>请在训练模式下用若干批次重新计算统计量；对检查点取平均可能破坏了它们。</translation>
    </message>
    <message>
        <source>Running variances that are zero: {count} of {whole}; these channels never changed over the training data.</source>
        <translation>{whole} 个运行方差中有 {count} 个为零：这些通道在训练数据上从未变化。</translation>
    </message>
    <message>
        <source>What feeds channel {channel} is probably dead; remove the channels or start the layer again.</source>
        <translation>通道 {channel} 的输入很可能已失活；请移除这些通道或重新初始化该层。</translation>
    </message>
    <message>
        <source>Running variances below {limit}: {count} of {whole} (least {least} at channel {channel}); small changes are blown up a lot.</source>
        <translation>{whole} 个运行方差中有 {count} 个低于 {limit}（最小为通道 {channel} 的 {least}）；微小变化会被大幅放大。</translation>
    </message>
    <message>
        <source>See whether these channels are needed; a larger eps or new statistics help.</source>
        <translation>请确认是否需要这些通道；增大 eps 或重新统计会有帮助。</translation>
    </message>
    <message>
        <source>Outputs with nothing but zero weights: {count} of {whole} ({places}).</source>
        <translation>{whole} 个输出中有 {count} 个的权重全为零：{places}。</translation>
    </message>
    <message>
        <source>They compute nothing beyond their bias; cut them out, or start them again and train on.</source>
        <translation>它们除偏置外什么也不计算；请剪除，或重新初始化后继续训练。</translation>
    </message>
    <message>
        <source>Outputs whose weights are all equal: {count} of {whole} ({places}).</source>
        <translation>{whole} 个输出中有 {count} 个的权重全部相等：{places}。</translation>
    </message>
    <message>
        <source>Such an output only sums its inputs; it was probably never trained or was overwritten.</source>
        <translation>这样的输出只是对输入求和；很可能从未训练过，或被覆盖了。</translation>
    </message>
    <message>
        <source>Inputs that are multiplied by zero everywhere: {count} of {whole} ({places}).</source>
        <translation>{whole} 个输入中有 {count} 个处处乘以零：{places}。</translation>
    </message>
    <message>
        <source>The layer before may drop these channels.</source>
        <translation>前一层可以去掉这些通道。</translation>
    </message>
    <message>
        <source>Embeddings that are zero: {count} of {whole} ({places}).</source>
        <translation>{whole} 个嵌入向量中有 {count} 个为零：{places}。</translation>
    </message>
    <message>
        <source>Padding is meant to be zero; others were never seen in training.</source>
        <translation>填充项本应为零；其余的在训练中从未出现。</translation>
    </message>
    <message>
        <source>Scales of the normalisation that are zero: {count} of {whole} ({places}).</source>
        <translation>归一化的 {whole} 个缩放系数中有 {count} 个为零：{places}。</translation>
    </message>
    <message>
        <source>These channels are switched off; cut them out, or see whether this is how the layer was initialised.</source>
        <translation>这些通道已被关闭；请剪除，或确认该层是否就是这样初始化的。</translation>
    </message>
    <message>
        <source>All {whole} weights are zero.</source>
        <translation>全部 {whole} 个权重均为零。</translation>
    </message>
    <message>
        <source>The layer gives only its bias; unless it starts this way on purpose (LoRA, zero-init), it was not trained or was lost.</source>
        <translation>该层只输出偏置；除非有意如此初始化（LoRA、零初始化），否则它未经训练或已丢失。</translation>
    </message>
    <message>
        <source>All {whole} values are {value}.</source>
        <translation>全部 {whole} 个值均为 {value}。</translation>
    </message>
    <message>
        <source>A weight that is constant was never trained or was overwritten.</source>
        <translation>恒定的权重从未训练过，或被覆盖了。</translation>
    </message>
    <message>
        <source>All {whole} values are {value}, as before training.</source>
        <translation>全部 {whole} 个值均为 {value}，与训练前相同。</translation>
    </message>
    <message>
        <source>See whether this part was frozen or never used.</source>
        <translation>请确认这一部分是否被冻结或从未使用。</translation>
    </message>
    <message>
        <source>Has exactly the values of {other}, but is stored apart.</source>
        <translation>与 {other} 的值完全相同，但分开存储。</translation>
    </message>
    <message>
        <source>Tie the two, or keep one; if they should differ, one of them was overwritten.</source>
        <translation>请将两者绑定，或只保留一个；若本应不同，则其中之一被覆盖了。</translation>
    </message>
    <message>
        <source>Values as large as {dtype} can say ({limit}): {count}.</source>
        <translation>{count} 个值达到了 {dtype} 的最大值（{limit}）。</translation>
    </message>
    <message>
        <source>They were probably larger; save this tensor in float32 or bfloat16 from an earlier source.</source>
        <translation>它们原本很可能更大；请从更早的来源以 float32 或 bfloat16 保存此张量。</translation>
    </message>
    <message>
        <source>The weights are {ratio} times as large as usual for {kind} here (RMS {rms}).</source>
        <translation>权重是此处 {kind} 常见大小的 {ratio} 倍（均方根 {rms}）。</translation>
    </message>
    <message>
        <source>Weight decay may have missed it, or training is diverging; compare with an earlier checkpoint.</source>
        <translation>可能未对其施加权重衰减，或训练正在发散；请与更早的检查点比较。</translation>
    </message>
    <message>
        <source>The weights are only 1/{ratio} as large as usual for {kind} here (RMS {rms}).</source>
        <translation>权重只有此处 {kind} 常见大小的 1/{ratio}（均方根 {rms}）。</translation>
    </message>
    <message>
        <source>The layer has nearly vanished; see whether gradients reach it.</source>
        <translation>该层几乎消失；请检查梯度能否到达。</translation>
    </message>
    <message>
        <source>The effective rank is {rank} of {full}.</source>
        <translation>有效秩为 {rank}（满秩 {full}）。</translation>
    </message>
    <message>
        <source>The layer uses few directions: it can be factorised, or it collapsed; compare with an earlier checkpoint.</source>
        <translation>该层只用到很少的方向：可以做低秩分解，或者已经坍缩；请与更早的检查点比较。</translation>
    </message>
    <message>
        <source>Only {rank} of {full} singular values are above rounding.</source>
        <translation>{full} 个奇异值中只有 {rank} 个高于舍入误差。</translation>
    </message>
    <message>
        <source>Some outputs are combinations of others; the layer can be made smaller without loss.</source>
        <translation>部分输出是其他输出的组合；该层可以无损缩小。</translation>
    </message>
    <message>
        <source>Values that would become infinite in {dtype}: {count}.</source>
        <translation>转换为 {dtype} 后有 {count} 个值会变为无穷大。</translation>
    </message>
    <message>
        <source>Keep this tensor in float32 or bfloat16.</source>
        <translation>请让此张量保持 float32 或 bfloat16。</translation>
    </message>
    <message>
        <source>{share} of the values would become zero in {dtype}.</source>
        <translation>转换为 {dtype} 后有 {share} 的值会变为零。</translation>
    </message>
    <message>
        <source>Keep this tensor in float32 or bfloat16 if it matters.</source>
        <translation>若有影响，请让此张量保持 float32 或 bfloat16。</translation>
    </message>
    <message>
        <source>int8 with one scale would lose {tensor}, with a scale per output only {channel} (relative error).</source>
        <translation>int8 使用单一缩放会损失 {tensor}，而逐输出缩放只损失 {channel}（相对误差）。</translation>
    </message>
    <message>
        <source>Quantise this layer per channel: a few outputs are much larger than the rest.</source>
        <translation>请对该层逐通道量化：少数输出远大于其余输出。</translation>
    </message>
    <message>
        <source>It was not examined: {reason}</source>
        <translation>未能检查：{reason}</translation>
    </message>
    <message>
        <source>Repair or fetch the file again.</source>
        <translation>请修复或重新获取该文件。</translation>
    </message>
</context>
<context>
    <name>HealthView</name>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>What casts would lose</source>
        <translation>转换会损失什么</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>证据</translation>
    </message>
    <message>
        <source>Result of the examination</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Cast losses</source>
        <translation>转换损失</translation>
    </message>
    <message>
        <source>Examine</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Read every weight and look for what is wrong with it</source>
        <translation>读取每个权重并查找问题</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the examination</source>
        <translation>停止检查</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>As one HTML page to send to somebody, or as JSON</source>
        <translation>保存为可发送给他人的单个 HTML 页面，或 JSON</translation>
    </message>
    <message>
        <source>All singular values</source>
        <translation>全部奇异值</translation>
    </message>
    <message>
        <source>Compute every singular value of this weight; may take a while</source>
        <translation>计算此权重的全部奇异值；可能需要一些时间</translation>
    </message>
    <message>
        <source>Examine the weights</source>
        <translation>检查权重</translation>
    </message>
    <message>
        <source>Singular values of {name}</source>
        <translation>{name} 的奇异值</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save the health report</source>
        <translation>保存健康报告</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>RMS</source>
        <translation>均方根</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation>NaN、Inf</translation>
    </message>
    <message>
        <source>Dead outputs</source>
        <translation>失活输出</translation>
    </message>
    <message>
        <source>Effective rank</source>
        <translation>有效秩</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件数</translation>
    </message>
    <message>
        <source>int8, one scale</source>
        <translation>int8，单一缩放</translation>
    </message>
    <message>
        <source>int8 per output</source>
        <translation>int8，逐输出</translation>
    </message>
    <message>
        <source>largest error {worst}, too large {saturated}, become zero {underflow}</source>
        <translation>最大误差 {worst}，过大 {saturated} 个，变为零 {underflow} 个</translation>
    </message>
    <message>
        <source>RMS of the weights of each output; those in question are red.</source>
        <translation>每个输出的权重均方根；有问题的以红色标出。</translation>
    </message>
    <message>
        <source>RMS of the weights of each input; those in question are red.</source>
        <translation>每个输入的权重均方根；有问题的以红色标出。</translation>
    </message>
    <message>
        <source>Magnitude of each channel; those in question are red.</source>
        <translation>每个通道的幅值；有问题的以红色标出。</translation>
    </message>
    <message>
        <source>All {count} singular values, logarithmic.</source>
        <translation>全部 {count} 个奇异值，对数坐标。</translation>
    </message>
    <message>
        <source>The {count} largest of {full} singular values, logarithmic; the rank is an estimate.</source>
        <translation>{full} 个奇异值中最大的 {count} 个，对数坐标；秩为估计值。</translation>
    </message>
    <message>
        <source>Stable rank {stable}, largest {largest}.</source>
        <translation>稳定秩 {stable}，最大值 {largest}。</translation>
    </message>
    <message>
        <source>{kind}, {shape}, {dtype}; values from {low} to {high}, RMS {rms}.</source>
        <translation>{kind}，{shape}，{dtype}；取值从 {low} 到 {high}，均方根 {rms}。</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Reading every weight…</source>
        <translation>正在读取每个权重…</translation>
    </message>
    <message>
        <source>Is the file well? Examine it for NaN, dead filters, constant and duplicate tensors, outliers, collapsed ranks, and for what a cast to float16, bfloat16, int8 or fp8 would lose.</source>
        <translation>文件健康吗？检查其中的 NaN、失活滤波器、恒定或重复的张量、离群层、坍缩的秩，以及转换为 float16、bfloat16、int8 或 fp8 会损失什么。</translation>
    </message>
    <message>
        <source>Nothing to complain about.</source>
        <translation>没有发现问题。</translation>
    </message>
    <message>
        <source>Errors: {errors}, warnings: {warnings}, notes: {notes}; tensors: {count}</source>
        <translation>错误：{errors}，警告：{warnings}，提示：{notes}；张量：{count}</translation>
    </message>
    <message>
        <source>Edited since: examine again.</source>
        <translation>此后有编辑：请重新检查。</translation>
    </message>
    <message>
        <source>Cancel the examination</source>
        <translation>取消检查</translation>
    </message>
    <message>
        <source>Save the health report…</source>
        <translation>保存健康报告…</translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>There are no elements here.</source>
        <translation>这里没有元素。</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>diverging</source>
        <translation>发散色</translation>
    </message>
    <message>
        <source>viridis</source>
        <translation>viridis</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Symmetric range</source>
        <translation>对称范围</translation>
    </message>
    <message>
        <source>Range symmetric around zero</source>
        <translation>以零为中心的对称范围</translation>
    </message>
    <message>
        <source>Ignore extremes</source>
        <translation>忽略极端值</translation>
    </message>
    <message>
        <source>Ignore the outermost half percent for the colours</source>
        <translation>着色时忽略最外侧的百分之零点五</translation>
    </message>
    <message>
        <source>Colours span 0.5 to 99.5 % of the values; what lies beyond gets the end colours</source>
        <translation>颜色覆盖数值的 0.5 % 到 99.5 %；之外的取端点颜色</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy the heatmap as a picture</source>
        <translation>把热图复制为图片</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>dimension {axis}</source>
        <translation>第 {axis} 维</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Point at a value to read it.</source>
        <translation>指向一个值即可读取。</translation>
    </message>
    <message>
        <source>Each pixel is the mean of {rows} × {columns} values; zoom in to see every one.</source>
        <translation>每个像素是 {rows} × {columns} 个值的平均；放大可查看每一个值。</translation>
    </message>
    <message>
        <source>Every {rows}. row and {columns}. column is shown; zoom in for all of them.</source>
        <translation>每 {rows} 行、每 {columns} 列显示一个；放大可看到全部。</translation>
    </message>
    <message>
        <source>Every {columns}. value is shown; a slice shows all of a part.</source>
        <translation>每 {columns} 个值显示一个；切片可看到某一部分的全部。</translation>
    </message>
    <message>
        <source>mean of [{place}] = {value}</source>
        <translation>[{place}] 的平均 = {value}</translation>
    </message>
</context>
<context>
    <name>HistogramControls</name>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Find the number of bins from the spread of the weights (Freedman and Diaconis)</source>
        <translation>根据权重的分布确定分箱数（Freedman–Diaconis）</translation>
    </message>
    <message>
        <source>From {fewest} to {most} bins: more show finer detail, fewer less noise. A change ends Auto.</source>
        <translation>{fewest} 到 {most} 个分箱：多则细节更细，少则噪声更小。改动后不再自动确定。</translation>
    </message>
    <message>
        <source>Number of bins</source>
        <translation>分箱数</translation>
    </message>
    <message>
        <source>Number of bins found automatically</source>
        <translation>自动确定分箱数</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>分箱</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>log |w|</source>
        <translation>log |w|</translation>
    </message>
    <message>
        <source>A logarithm has no negative values: it shows magnitudes, zeros are counted beside</source>
        <translation>对数没有负值：显示绝对值，零单独计数</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>count</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Automatic counts one tensor and compares the shares of several</source>
        <translation>自动：单个张量显示计数，多个张量比较占比</translation>
    </message>
    <message>
        <source>all values</source>
        <translation>所有值</translation>
    </message>
    <message>
        <source>0.1 to 99.9 %</source>
        <translation>0.1 到 99.9 %</translation>
    </message>
    <message>
        <source>the zoomed part</source>
        <translation>放大的部分</translation>
    </message>
    <message>
        <source>What is divided into bins: all values, those without the outermost 0.1 % on each side, or what is zoomed to.</source>
        <translation>对哪些值分箱：所有值、去掉两端各 0.1 % 之后的值，或放大的部分。</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic heights: bins with few weights become visible</source>
        <translation>对数高度：权重很少的分箱也能看见</translation>
    </message>
    <message>
        <source>Horizontal scale</source>
        <translation>横轴刻度</translation>
    </message>
    <message>
        <source>Heights</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Range of values</source>
        <translation>取值范围</translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation>对数高度</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>刻度</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Rebin to view</source>
        <translation>按视图重新分箱</translation>
    </message>
    <message>
        <source>Make the bins of just the part that is zoomed to</source>
        <translation>只对放大的部分分箱</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合</translation>
    </message>
    <message>
        <source>Show the whole range again</source>
        <translation>重新显示整个范围</translation>
    </message>
    <message>
        <source>Cumulative</source>
        <translation>累积</translation>
    </message>
    <message>
        <source>Each bin counts those below it too, so that the curve tells how many weights lie up to a value.</source>
        <translation>每个分箱也计入它之前的所有分箱，曲线因此表示不超过某个值的权重有多少。</translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>Dashed lines below which 1, 5, 25, 50, 75, 95 and 99 % of the weights lie; with several tensors, those of the first.</source>
        <translation>虚线标出 1、5、25、50、75、95 和 99 % 的权重位于其下的值；有多个张量时，是第一个张量的。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Drag a region to count the weights in it</source>
        <translation>拖动一个区域来统计其中的权重</translation>
    </message>
    <message>
        <source>Percentile lines</source>
        <translation>百分位线</translation>
    </message>
    <message>
        <source>Select a region</source>
        <translation>选择区域</translation>
    </message>
</context>
<context>
    <name>HistogramNumbers</name>
    <message>
        <source>The bytes of this tensor are not there.</source>
        <translation>这个张量的字节不存在。</translation>
    </message>
    <message>
        <source>A meta tensor has a shape and no values.</source>
        <translation>meta 张量只有形状，没有数值。</translation>
    </message>
    <message>
        <source>Histogram of {name}</source>
        <translation>{name} 的直方图</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>|w| (logarithmic)</source>
        <translation>|w|（对数）</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>weights up to here</source>
        <translation>到此为止的权重</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>share up to here</source>
        <translation>到此为止的占比</translation>
    </message>
    <message>
        <source>share of weights</source>
        <translation>权重占比</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
</context>
<context>
    <name>HistogramTable</name>
    <message>
        <source>Tensors of the histogram</source>
        <translation>直方图的张量</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重数</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation>+Inf</translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation>−Inf</translation>
    </message>
</context>
<context>
    <name>HistogramView</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Copy the histogram as a &amp;picture</source>
        <translation>把直方图复制为图片(&amp;P)</translation>
    </message>
    <message>
        <source>Copy the histogram as &amp;CSV</source>
        <translation>把直方图复制为 CSV(&amp;C)</translation>
    </message>
    <message>
        <source>Save the histogram as CSV…</source>
        <translation>把直方图保存为 CSV…</translation>
    </message>
    <message>
        <source>Save the histogram as PNG or SVG…</source>
        <translation>把直方图保存为 PNG 或 SVG…</translation>
    </message>
    <message>
        <source>Histogram: rebin to the view</source>
        <translation>直方图：按视图重新分箱</translation>
    </message>
    <message>
        <source>Histogram: show the whole range</source>
        <translation>直方图：显示整个范围</translation>
    </message>
    <message>
        <source>Histogram: logarithmic heights</source>
        <translation>直方图：对数高度</translation>
    </message>
    <message>
        <source>Histogram: cumulative</source>
        <translation>直方图：累积</translation>
    </message>
    <message>
        <source>Histogram: percentile lines</source>
        <translation>直方图：百分位线</translation>
    </message>
    <message>
        <source>Histogram: select a region</source>
        <translation>直方图：选择区域</translation>
    </message>
    <message>
        <source>Save histogram</source>
        <translation>保存直方图</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Special values</source>
        <translation>特殊值</translation>
    </message>
    <message>
        <source>Copy / save</source>
        <translation>复制 / 保存</translation>
    </message>
    <message>
        <source>Copy or save the histogram</source>
        <translation>复制或保存直方图</translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>保存为 CSV…</translation>
    </message>
    <message>
        <source>Save as PNG or SVG…</source>
        <translation>保存为 PNG 或 SVG…</translation>
    </message>
    <message>
        <source>Select a tensor or a module.</source>
        <translation>请选择一个张量或模块。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Preview (sample); counting every weight…</source>
        <translation>预览（抽样）；正在统计每个权重…</translation>
    </message>
    <message>
        <source>Exact over {count} weights</source>
        <translation>对 {count} 个权重精确统计</translation>
    </message>
    <message>
        <source>Exact over 1 weight</source>
        <translation>对 1 个权重精确统计</translation>
    </message>
    <message>
        <source>{text}; {more} more tensors are selected and not drawn</source>
        <translation>{text}；另有 {more} 个选中的张量没有绘制</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation>+Inf</translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation>−Inf</translation>
    </message>
    <message>
        <source>outside of the range</source>
        <translation>范围之外</translation>
    </message>
    <message>
        <source>nothing finite to draw</source>
        <translation>没有有限值可绘制</translation>
    </message>
    <message>
        <source>Point at a bin to read it.</source>
        <translation>指向某个区间以读取数值。</translation>
    </message>
    <message>
        <source>Point at a bin to read it; drag to move, turn the wheel to zoom.</source>
        <translation>指向一个分箱即可读取；拖动平移，滚轮缩放。</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 到 {high}</translation>
    </message>
    <message>
        <source>{amount} weights ({share}) between {low} and {high}</source>
        <translation>{low} 与 {high} 之间有 {amount} 个权重（{share}）</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}</source>
        <translation>{path} 未能写入：{reason}</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>History of edits</source>
        <translation>编辑历史</translation>
    </message>
    <message>
        <source>States of the file, the present one in bold</source>
        <translation>文件的各个状态，当前状态以粗体显示</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Goes back to the state before; the step stays in the list and can be redone.</source>
        <translation>回到上一个状态；该步骤仍留在列表中，可以重做。</translation>
    </message>
    <message>
        <source>Does the next step of the list again; a new edit gives up what was undone.</source>
        <translation>重做列表中的下一步；一旦有新的编辑，已撤销的步骤就会被放弃。</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>打开时</translation>
    </message>
</context>
<context>
    <name>KeysModel</name>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>In the model</source>
        <translation>模型中</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Of another shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>Missing in the file</source>
        <translation>文件中缺失</translation>
    </message>
    <message>
        <source>Unexpected by the model</source>
        <translation>模型中没有</translation>
    </message>
    <message>
        <source>Under another name</source>
        <translation>名称不同</translation>
    </message>
    <message>
        <source>Matching</source>
        <translation>吻合</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>of another shape</source>
        <translation>形状不同</translation>
    </message>
    <message>
        <source>torch begins it at 0</source>
        <translation>torch 从 0 开始</translation>
    </message>
</context>
<context>
    <name>KeysTable</name>
    <message>
        <source>Keys of the file and of the model</source>
        <translation>文件与模型的键</translation>
    </message>
</context>
<context>
    <name>Member</name>
    <message>
        <source>The child modules by name, in the order in which they were assigned. Their names make the dotted keys of the state_dict.</source>
        <translation>子模块，按赋值的顺序排列。它们的名称组成 state_dict 中带点的键。</translation>
    </message>
    <message>
        <source>Tensors that are trained: an optimizer gets them from parameters(), and they are saved in the state_dict.</source>
        <translation>参与训练的张量：优化器通过 parameters() 得到它们，它们保存在 state_dict 中。</translation>
    </message>
    <message>
        <source>Tensors that belong to the module but are not trained, such as running means; saved in the state_dict unless they are non-persistent.</source>
        <translation>属于模块但不参与训练的张量，例如滑动均值；除非是非持久的，否则保存在 state_dict 中。</translation>
    </message>
    <message>
        <source>Names of buffers that move with the module between devices but stay out of its state_dict.</source>
        <translation>随模块在设备之间移动、但不进入 state_dict 的缓冲区的名称。</translation>
    </message>
    <message>
        <source>Whether the module was in training mode; dropout and batch normalisation behave differently in evaluation mode.</source>
        <translation>模块是否处于训练模式；dropout 和批归一化在评估模式下行为不同。</translation>
    </message>
    <message>
        <source>Functions called before forward(); they may change its input.</source>
        <translation>在 forward() 之前调用的函数；可以修改它的输入。</translation>
    </message>
    <message>
        <source>Functions called after forward(); they may look at the output or replace it.</source>
        <translation>在 forward() 之后调用的函数；可以查看或替换输出。</translation>
    </message>
    <message>
        <source>Functions called before gradients flow back through the module.</source>
        <translation>在梯度反向流过模块之前调用的函数。</translation>
    </message>
    <message>
        <source>Functions called when the gradients with respect to the inputs are known.</source>
        <translation>在得到对输入的梯度之后调用的函数。</translation>
    </message>
    <message>
        <source>Functions that may change what state_dict() returns.</source>
        <translation>可以修改 state_dict() 返回值的函数。</translation>
    </message>
    <message>
        <source>Functions called before state_dict() collects anything.</source>
        <translation>在 state_dict() 收集内容之前调用的函数。</translation>
    </message>
    <message>
        <source>Functions called before load_state_dict() copies values, for example to rename old keys.</source>
        <translation>在 load_state_dict() 复制数值之前调用的函数，例如重命名旧的键。</translation>
    </message>
    <message>
        <source>Functions called after load_state_dict(), for example to report missing keys.</source>
        <translation>在 load_state_dict() 之后调用的函数，例如报告缺失的键。</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Weighted sum</source>
        <translation>加权和</translation>
    </message>
    <message>
        <source>Spherical interpolation (slerp)</source>
        <translation>球面插值（slerp）</translation>
    </message>
    <message>
        <source>Moving average (EMA)</source>
        <translation>移动平均（EMA）</translation>
    </message>
    <message>
        <source>Task arithmetic</source>
        <translation>任务算术</translation>
    </message>
    <message>
        <source>Base and LoRA adapters</source>
        <translation>基础模型与 LoRA 适配器</translation>
    </message>
    <message>
        <source>The mean of all files.</source>
        <translation>所有文件的均值。</translation>
    </message>
    <message>
        <source>The sum of all files, each times its weight.</source>
        <translation>所有文件各乘以其权重后的和。</translation>
    </message>
    <message>
        <source>The point at t of the arc from the first to the second; 0 is the first, 1 the second.</source>
        <translation>从第一个到第二个的弧上 t 处的点；0 为第一个，1 为第二个。</translation>
    </message>
    <message>
        <source>new = d * old + (1 - d) * next, file after file.</source>
        <translation>逐个文件计算：新值 = d * 旧值 + (1 - d) * 下一个。</translation>
    </message>
    <message>
        <source>The first plus what each other file learned, times its weight.</source>
        <translation>第一个文件，加上其余各文件学到的变化乘以其权重。</translation>
    </message>
    <message>
        <source>The first plus the low-rank pairs that each other file holds, times its weight.</source>
        <translation>第一个文件，加上其余各文件中的低秩矩阵对乘以其权重。</translation>
    </message>
    <message>
        <source>{file} has no {name}; it stays as in the first.</source>
        <translation>{file} 中没有 {name}；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>Only {file} has {name}; it is left out.</source>
        <translation>只有 {file} 中有 {name}；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} is {first} in the first and {other} in {file}; it stays as in the first.</source>
        <translation>{name} 在第一个文件中为 {first}，在 {file} 中为 {other}；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>{name} holds {first} in the first and {other} in {file}; it stays as in the first.</source>
        <translation>{name} 在第一个文件中的类型为 {first}，在 {file} 中为 {other}；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>{name} holds {first}, which cannot be computed with; it stays as in the first.</source>
        <translation>{name} 的类型 {first} 无法参与计算；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>{name} has the layout {layout} in {file}; it stays as in the first.</source>
        <translation>{name} 在 {file} 中的布局为 {layout}；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>{name} of {file} has no values ({reason}); it stays as in the first.</source>
        <translation>{file} 中的 {name} 没有数值（{reason}）；保持与第一个文件相同。</translation>
    </message>
    <message>
        <source>{name} of {file} fits no tensor of the first; it is left out.</source>
        <translation>{file} 中的 {name} 与第一个文件的任何张量都不对应；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} has only one matrix of its pair; it is left out.</source>
        <translation>{file} 中的 {name} 只有一对矩阵中的一个；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} makes {other}, but {base} is {first}; it is left out.</source>
        <translation>{file} 中的 {name} 得到 {other}，而 {base} 为 {first}；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} would change {base}, which holds {first}; it is left out.</source>
        <translation>{file} 中的 {name} 会改变类型为 {first} 的 {base}；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} is changed by {kind}, which is not merged; it is left out.</source>
        <translation>{file} 中的 {name} 采用 {kind}，不支持合并；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} is no number that can be read; its pair is left out.</source>
        <translation>{file} 中的 {name} 不是可读取的数字；其矩阵对不纳入结果。</translation>
    </message>
    <message>
        <source>{name} of {file} belongs to no LoRA pair; it is left out.</source>
        <translation>{file} 中的 {name} 不属于任何 LoRA 矩阵对；不纳入结果。</translation>
    </message>
    <message>
        <source>{name} holds {other} in {file}; the result is {first}, as in the first.</source>
        <translation>{name} 在 {file} 中的类型为 {other}；结果与第一个文件相同，为 {first}。</translation>
    </message>
    <message>
        <source>{name} is quantised ({first}); the result is float32.</source>
        <translation>{name} 是量化张量（{first}）；结果为 float32。</translation>
    </message>
    <message>
        <source>Keys of {file} that fit without `module.` or `_orig_mod.`: {count}.</source>
        <translation>{file} 中有 {count} 个键在去掉 `module.` 或 `_orig_mod.` 后匹配。</translation>
    </message>
    <message>
        <source>The weights add up to {sum}.</source>
        <translation>权重之和为 {sum}。</translation>
    </message>
    <message>
        <source>{file} does not say alpha; its pairs are added at scale 1.</source>
        <translation>{file} 没有给出 alpha；其矩阵对按比例 1 相加。</translation>
    </message>
    <message>
        <source>{file} sets alpha by the pattern {name}, which is not evaluated.</source>
        <translation>{file} 用模式 {name} 设定 alpha；该模式不会被求值。</translation>
    </message>
</context>
<context>
    <name>MergeDialog</name>
    <message>
        <source>Merge state_dicts</source>
        <translation>合并 state_dict</translation>
    </message>
    <message>
        <source>Files to merge, the first is the base</source>
        <translation>要合并的文件，第一个为基准</translation>
    </message>
    <message>
        <source>What does not fit</source>
        <translation>不匹配之处</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>添加文件(&amp;A)…</translation>
    </message>
    <message>
        <source>Choose checkpoint files; they can also be dropped here</source>
        <translation>选择检查点文件；也可以拖放到这里</translation>
    </message>
    <message>
        <source>Add &amp;open file</source>
        <translation>添加已打开的文件(&amp;O)</translation>
    </message>
    <message>
        <source>A file of another tab, as it is on disk</source>
        <translation>另一个标签页的文件，以磁盘上的内容为准</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Take the file out of the list (Delete)</source>
        <translation>从列表中移除该文件（Delete）</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Earlier in the order (Alt+Up)</source>
        <translation>在顺序中前移（Alt+↑）</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>下移(&amp;D)</translation>
    </message>
    <message>
        <source>Later in the order (Alt+Down)</source>
        <translation>在顺序中后移（Alt+↓）</translation>
    </message>
    <message>
        <source>&amp;Normalise</source>
        <translation>归一化(&amp;N)</translation>
    </message>
    <message>
        <source>Scale the weights so that they add up to 1</source>
        <translation>缩放权重，使其和为 1</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>方法(&amp;M)：</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>How values are computed from those of all files; keys and shapes are always those of the first file.</source>
        <translation>如何由所有文件的值计算结果；键和形状始终与第一个文件相同。</translation>
    </message>
    <message>
        <source>&amp;t:</source>
        <translation>&amp;t：</translation>
    </message>
    <message>
        <source>t: 0 is the first, 1 the second</source>
        <translation>t：0 为第一个，1 为第二个</translation>
    </message>
    <message>
        <source>How far to go along the arc between the two files, 0 to 1; 0.5 is half way.</source>
        <translation>沿两个文件之间的弧走多远，0 到 1；0.5 为正中间。</translation>
    </message>
    <message>
        <source>D&amp;ecay d:</source>
        <translation>衰减系数 d(&amp;E)：</translation>
    </message>
    <message>
        <source>Decay of the moving average</source>
        <translation>移动平均的衰减系数</translation>
    </message>
    <message>
        <source>Share of the average that stays when a file is added, 0 to 1: near 1, later files count little.</source>
        <translation>加入一个文件时，原有平均值保留的比例，0 到 1：接近 1 时，后面的文件影响很小。</translation>
    </message>
    <message>
        <source>Mer&amp;ge</source>
        <translation>合并(&amp;G)</translation>
    </message>
    <message>
        <source>What the method does</source>
        <translation>该方法的作用</translation>
    </message>
    <message>
        <source>Add files to merge</source>
        <translation>添加要合并的文件</translation>
    </message>
    <message>
        <source>All open files are in the list</source>
        <translation>所有已打开的文件都在列表中</translation>
    </message>
    <message>
        <source>Weight of file {number}</source>
        <translation>第 {number} 个文件的权重</translation>
    </message>
    <message>
        <source>Sum of the weights: {sum}</source>
        <translation>权重之和：{sum}</translation>
    </message>
    <message>
        <source>What a merge of {count} files gives</source>
        <translation>合并 {count} 个文件的结果</translation>
    </message>
    <message>
        <source>Reading the files… {share} %</source>
        <translation>正在读取文件… {share} %</translation>
    </message>
    <message>
        <source>These files cannot be merged.</source>
        <translation>这些文件无法合并。</translation>
    </message>
    <message>
        <source>Add a file to merge with, or drop it here.</source>
        <translation>请添加要合并的文件，或拖放到这里。</translation>
    </message>
    <message>
        <source>Reading the files…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Everything fits together.</source>
        <translation>全部匹配。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Computed: {count}</source>
        <translation>计算得出：{count}</translation>
    </message>
    <message>
        <source>integers of the first: {count}</source>
        <translation>取自第一个文件的整数：{count}</translation>
    </message>
    <message>
        <source>unchanged: {count}</source>
        <translation>不变：{count}</translation>
    </message>
    <message>
        <source>conflicts: {count}</source>
        <translation>冲突：{count}</translation>
    </message>
    <message>
        <source>notes: {count}</source>
        <translation>提示：{count}</translation>
    </message>
    <message>
        <source>the first {count} are listed</source>
        <translation>仅列出前 {count} 项</translation>
    </message>
</context>
<context>
    <name>MergeFiles</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{name} (as edited here)</source>
        <translation>{name}（含此处的编辑）</translation>
    </message>
</context>
<context>
    <name>ModelChooser</name>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>From a library</source>
        <translation>来自模型库</translation>
    </message>
    <message>
        <source>A class of my own</source>
        <translation>自己的类</translation>
    </message>
    <message>
        <source>Chec&amp;k against it</source>
        <translation>与之核对(&amp;K)</translation>
    </message>
    <message>
        <source>Search, for example resnet or vit</source>
        <translation>搜索，例如 resnet 或 vit</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>as the model has</source>
        <translation>与模型相同</translation>
    </message>
    <message>
        <source>Number of classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Builds the model with this num_classes, as a fine-tuned checkpoint needs it; 0 keeps the library&apos;s.</source>
        <translation>用这个 num_classes 构建模型，以符合微调过的检查点；0 表示沿用模型库的类别数。</translation>
    </message>
    <message>
        <source>Number of c&amp;lasses:</source>
        <translation>类别数(&amp;L)：</translation>
    </message>
    <message>
        <source>{model} – keys and shapes fit</source>
        <translation>{model} – 键和形状吻合</translation>
    </message>
    <message>
        <source>{model} – like it by {share} %</source>
        <translation>{model} – 相似度 {share} %</translation>
    </message>
    <message>
        <source>path/to/model.py</source>
        <translation>路径/model.py</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>for example 64, num_classes=10</source>
        <translation>例如 64, num_classes=10</translation>
    </message>
    <message>
        <source>Python &amp;file:</source>
        <translation>Python 文件(&amp;F)：</translation>
    </message>
    <message>
        <source>Class or f&amp;unction:</source>
        <translation>类或函数(&amp;U)：</translation>
    </message>
    <message>
        <source>&amp;Arguments:</source>
        <translation>参数(&amp;A)：</translation>
    </message>
    <message>
        <source>The file is only looked at here. Before it is run you are shown its contents and asked. Arguments are plain values.</source>
        <translation>此处只查看文件。运行之前会向您显示其内容并征求同意。参数为普通值。</translation>
    </message>
    <message>
        <source>Choose a Python file</source>
        <translation>选择 Python 文件</translation>
    </message>
    <message>
        <source>Python (*.py)</source>
        <translation>Python (*.py)</translation>
    </message>
</context>
<context>
    <name>ModuleTreeModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Class / shape</source>
        <translation>类 / 形状</translation>
    </message>
    <message>
        <source>Param.</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Elements of parameters, tied ones once</source>
        <translation>参数的元素数，共享的只计一次</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>{name}: inferred from names and shapes</source>
        <translation>{name}：由名称和形状推断</translation>
    </message>
    <message>
        <source>{count} parameters, {buffers} elements in buffers</source>
        <translation>{count} 个参数，缓冲区中 {buffers} 个元素</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} 字节</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
</context>
<context>
    <name>ModuleView</name>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Members of the module</source>
        <translation>模块的成员</translation>
    </message>
    <message>
        <source>Select a module in the graph or in the tree.</source>
        <translation>请在图或模块树中选择一个模块。</translation>
    </message>
    <message>
        <source>the model itself</source>
        <translation>模型本身</translation>
    </message>
    <message>
        <source>≈ {name}, inferred from names and shapes</source>
        <translation>≈ {name}，由名称和形状推断</translation>
    </message>
    <message>
        <source>class not known</source>
        <translation>类未知</translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation>1 个参数</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>In {module}</source>
        <translation>位于 {module}</translation>
    </message>
    <message>
        <source>The file holds a state_dict: names and tensors. Hooks, training mode and attributes were not saved with it.</source>
        <translation>此文件保存的是 state_dict：只有名称和张量，不含钩子、训练模式和属性。</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>yes, it was training</source>
        <translation>是，处于训练模式</translation>
    </message>
    <message>
        <source>no, it was evaluating</source>
        <translation>否，处于评估模式</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>等另外 {count} 个</translation>
    </message>
</context>
<context>
    <name>OffersBar</name>
    <message>
        <source>Suggestions for this file</source>
        <translation>对此文件的建议</translation>
    </message>
    <message>
        <source>Not for this file</source>
        <translation>此文件不再提示</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 条</translation>
    </message>
</context>
<context>
    <name>OptimizerView</name>
    <message>
        <source>Optimizer state</source>
        <translation>优化器状态</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Optimizer state by parameter</source>
        <translation>按参数列出的优化器状态</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Drop the optimizer state</source>
        <translation>丢弃优化器状态</translation>
    </message>
    <message>
        <source>As one edit that can be undone; the weights stay, but training starts with fresh moments</source>
        <translation>作为一步可撤销的编辑；权重保留，但继续训练时动量将重新开始</translation>
    </message>
    <message>
        <source>Scheduler</source>
        <translation>学习率调度器</translation>
    </message>
    <message>
        <source>Gradient scaler</source>
        <translation>梯度缩放器</translation>
    </message>
    <message>
        <source>Group {number}: {options}</source>
        <translation>参数组 {number}：{options}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
    <message>
        <source>parameter {key}</source>
        <translation>参数 {key}</translation>
    </message>
    <message>
        <source>names from the file</source>
        <translation>名称来自文件</translation>
    </message>
    <message>
        <source>names by order</source>
        <translation>名称按顺序对应</translation>
    </message>
    <message>
        <source>names inferred from shapes</source>
        <translation>名称由形状推断</translation>
    </message>
    <message>
        <source>names not known</source>
        <translation>名称未知</translation>
    </message>
    <message>
        <source>Looking for optimizers…</source>
        <translation>正在查找优化器…</translation>
    </message>
    <message>
        <source>The file holds no optimizer.</source>
        <translation>该文件不含优化器。</translation>
    </message>
    <message>
        <source>The optimizer state is not part of the edited checkpoint.</source>
        <translation>编辑后的检查点不含优化器状态。</translation>
    </message>
    <message>
        <source>{size} of {whole} are optimizer state: needed to train on, not to predict.</source>
        <translation>{whole} 中有 {size} 是优化器状态：继续训练时需要，预测时不需要。</translation>
    </message>
</context>
<context>
    <name>PairHistograms</name>
    <message>
        <source>Histograms of the pair</source>
        <translation>这一对的直方图</translation>
    </message>
    <message>
        <source>Choose a row to see both histograms.</source>
        <translation>选择一行即可查看两者的直方图。</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Histograms of {name}</source>
        <translation>{name} 的直方图</translation>
    </message>
    <message>
        <source>mean {mean}, std {std}</source>
        <translation>均值 {mean}，标准差 {std}</translation>
    </message>
    <message>
        <source>There are no values to draw.</source>
        <translation>没有可绘制的值。</translation>
    </message>
</context>
<context>
    <name>RecipeDialog</name>
    <message>
        <source>Apply a recipe</source>
        <translation>应用配方</translation>
    </message>
    <message>
        <source>Trying the steps…</source>
        <translation>正在试用各步骤…</translation>
    </message>
    <message>
        <source>Steps of the recipe</source>
        <translation>配方的步骤</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>All {count} steps fit this file.</source>
        <translation>全部 {count} 个步骤都适用于此文件。</translation>
    </message>
    <message>
        <source>The one step fits this file.</source>
        <translation>这一步适用于此文件。</translation>
    </message>
    <message>
        <source>{fit} of {count} steps fit this file; the others would be left out.</source>
        <translation>{count} 个步骤中有 {fit} 个适用于此文件；其余将略去。</translation>
    </message>
</context>
<context>
    <name>RenameBar</name>
    <message>
        <source>What would be renamed</source>
        <translation>将要改名的内容</translation>
    </message>
    <message>
        <source>Rename by regular expression</source>
        <translation>用正则表达式改名</translation>
    </message>
    <message>
        <source>Find in names: regular expression, e.g. ^module\.</source>
        <translation>在名称中查找：正则表达式，例如 ^module\.</translation>
    </message>
    <message>
        <source>Regular expression to find in names</source>
        <translation>在名称中查找的正则表达式</translation>
    </message>
    <message>
        <source>Put in its place: text, \1 or $1 for groups</source>
        <translation>替换为：文本，用 \1 或 $1 表示分组</translation>
    </message>
    <message>
        <source>Replacement</source>
        <translation>替换内容</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>改名</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1 name would collide</source>
        <translation>1 个名称会冲突</translation>
    </message>
    <message>
        <source>{count} names would collide</source>
        <translation>{count} 个名称会冲突</translation>
    </message>
    <message>
        <source>No name changes</source>
        <translation>没有名称改变</translation>
    </message>
    <message>
        <source>{count} names change</source>
        <translation>{count} 个名称改变</translation>
    </message>
    <message>
        <source>1 name changes</source>
        <translation>1 个名称改变</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>等另外 {count} 个</translation>
    </message>
</context>
<context>
    <name>RepairDialog</name>
    <message>
        <source>Repair {name}</source>
        <translation>修复 {name}</translation>
    </message>
    <message>
        <source>Lost tensor</source>
        <translation>丢失的张量</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What is lost</source>
        <translation>丢失的内容</translation>
    </message>
    <message>
        <source>What else is wrong</source>
        <translation>其他问题</translation>
    </message>
    <message>
        <source>Save as:</source>
        <translation>另存为：</translation>
    </message>
    <message>
        <source>File for what is whole</source>
        <translation>保存完好内容的文件</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>浏览(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Save what is whole</source>
        <translation>保存完好的部分(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Open it</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Look for damage in {name}</source>
        <translation>检查 {name} 的损坏情况</translation>
    </message>
    <message>
        <source>writing %p %</source>
        <translation>正在写入 %p %</translation>
    </message>
    <message>
        <source>checking %p %</source>
        <translation>正在校验 %p %</translation>
    </message>
    <message>
        <source>PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)</source>
        <translation>PyTorch (*.pth *.pt *.bin *.ckpt);;safetensors (*.safetensors);;NumPy (*.npz)</translation>
    </message>
    <message>
        <source>Save what is whole</source>
        <translation>保存完好的部分</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{path}: 1 tensor, {size}, read back and compared.</source>
        <translation>{path}：1 个张量，{size}，已读回并比对。</translation>
    </message>
    <message>
        <source>{path}: {count} tensors, {size}, read back and compared.</source>
        <translation>{path}：{count} 个张量，{size}，已读回并比对。</translation>
    </message>
    <message>
        <source>Reading every byte of {name}…</source>
        <translation>正在读取 {name} 的每个字节…</translation>
    </message>
    <message>
        <source>There is no whole tensor in the file.</source>
        <translation>文件中没有完好的张量。</translation>
    </message>
    <message>
        <source>{whole} of {total} tensors are whole and can be saved; {lost} are lost.</source>
        <translation>{total} 个张量中有 {whole} 个完好，可以保存；{lost} 个丢失。</translation>
    </message>
    <message>
        <source>Nothing is damaged: all {count} tensors are whole.</source>
        <translation>没有损坏：全部 {count} 个张量完好。</translation>
    </message>
    <message>
        <source>All {count} tensors are whole, but the file around them is damaged; saving them makes a sound one.</source>
        <translation>全部 {count} 个张量完好，但文件的其余部分已损坏；保存后即得到完好的文件。</translation>
    </message>
</context>
<context>
    <name>ReportList</name>
    <message>
        <source>Filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>The chosen row in full</source>
        <translation>所选行的完整内容</translation>
    </message>
    <message>
        <source>Show or hide these rows</source>
        <translation>显示或隐藏这些行</translation>
    </message>
    <message>
        <source>Copy this row</source>
        <translation>复制此行</translation>
    </message>
    <message>
        <source>Copy the rows in sight</source>
        <translation>复制显示的各行</translation>
    </message>
</context>
<context>
    <name>RidgeCanvas</name>
    <message>
        <source>Histograms of all tensors</source>
        <translation>所有张量的直方图</translation>
    </message>
    <message>
        <source>not counted yet</source>
        <translation>尚未统计</translation>
    </message>
    <message>
        <source>min {min}, max {max}, mean {mean}, std {std}</source>
        <translation>最小 {min}，最大 {max}，均值 {mean}，标准差 {std}</translation>
    </message>
    <message>
        <source>{nan} NaN, {inf} infinite</source>
        <translation>{nan} 个 NaN，{inf} 个无穷</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>mean ± std</source>
        <translation>均值 ± 标准差</translation>
    </message>
    <message>
        <source>each from min to max</source>
        <translation>各自从最小到最大</translation>
    </message>
</context>
<context>
    <name>RidgeView</name>
    <message>
        <source>Histograms of all tensors</source>
        <translation>所有张量的直方图</translation>
    </message>
    <message>
        <source>All layers: one range for all rows</source>
        <translation>所有层：各行共用范围</translation>
    </message>
    <message>
        <source>Copy all layers as a picture</source>
        <translation>把所有层复制为图片</translation>
    </message>
    <message>
        <source>Save all layers as PNG or SVG…</source>
        <translation>把所有层保存为 PNG 或 SVG…</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
    <message>
        <source>Save ridge</source>
        <translation>保存山脊图</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}</source>
        <translation>{path} 未能写入：{reason}</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>Which tensors</source>
        <translation>哪些张量</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>buffers</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>all tensors</source>
        <translation>所有张量</translation>
    </message>
    <message>
        <source>Weights are parameters with two or more dimensions</source>
        <translation>权重是两维或更多维的参数</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>colour by kind</source>
        <translation>按种类着色</translation>
    </message>
    <message>
        <source>colour by layer</source>
        <translation>按层着色</translation>
    </message>
    <message>
        <source>one colour</source>
        <translation>单一颜色</translation>
    </message>
    <message>
        <source>Kind: tensors of modules of the same class look alike. Layer: those whose names begin with the same two parts.</source>
        <translation>按种类：模块类相同的张量颜色相同。按层：名称前两段相同的张量颜色相同。</translation>
    </message>
    <message>
        <source>One range for all</source>
        <translation>共用范围</translation>
    </message>
    <message>
        <source>One range for all rows</source>
        <translation>所有行共用一个范围</translation>
    </message>
    <message>
        <source>Rows can be compared with one another; ‹ and › mark weights beyond the range</source>
        <translation>各行可以相互比较；‹ 和 › 标出范围之外的权重</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>Save the ridge as a picture</source>
        <translation>把山脊图保存为图片</translation>
    </message>
    <message>
        <source>No tensor of this kind is in the file.</source>
        <translation>文件中没有这种张量。</translation>
    </message>
    <message>
        <source>{done} of {total} tensors counted</source>
        <translation>已统计 {done} / {total} 个张量</translation>
    </message>
    <message>
        <source>1 tensor, every weight counted</source>
        <translation>1 个张量，每个权重都已统计</translation>
    </message>
    <message>
        <source>{count} tensors, every weight counted</source>
        <translation>{count} 个张量，每个权重都已统计</translation>
    </message>
    <message>
        <source>; {wrong} with NaN or Inf</source>
        <translation>；{wrong} 个含有 NaN 或 Inf</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
</context>
<context>
    <name>SafetyBanner</name>
    <message>
        <source>Data only: tensors and plain values, nothing that could run.</source>
        <translation>仅有数据：张量和普通值，没有任何可以运行的内容。</translation>
    </message>
    <message>
        <source>Holds objects: it names classes that this program did not need to run.</source>
        <translation>含有对象：它提到了一些类，本程序不需要运行它们。</translation>
    </message>
    <message>
        <source>Would run code: an ordinary load would execute something dangerous. Here nothing was run.</source>
        <translation>会运行代码：普通加载会执行危险的内容。这里什么都没有运行。</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>显示…</translation>
    </message>
    <message>
        <source>Show the safety report</source>
        <translation>显示安全报告</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 个错误</translation>
    </message>
    <message>
        <source>{count} errors</source>
        <translation>{count} 个错误</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 个警告</translation>
    </message>
    <message>
        <source>{count} warnings</source>
        <translation>{count} 个警告</translation>
    </message>
    <message>
        <source>Show the findings: {what}</source>
        <translation>显示发现：{what}</translation>
    </message>
</context>
<context>
    <name>SafetyView</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>dangerous</source>
        <translation>危险</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Globals that the file names</source>
        <translation>文件提到的全局名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>What it would do</source>
        <translation>它会做什么</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Data only: nothing but tensors and plain values. Loading it with PyTorch runs nothing of the file&apos;s own.</source>
        <translation>仅有数据：只有张量和普通值。用 PyTorch 加载不会运行文件自带的任何东西。</translation>
    </message>
    <message>
        <source>Holds objects: an ordinary load imports the classes below and lets them rebuild themselves. This program only read their stored attributes.</source>
        <translation>含有对象：普通加载会导入下列类并让它们重建自身。本程序只读取它们保存的属性。</translation>
    </message>
    <message>
        <source>Would run code: do not load this file with weights_only=False. Open it here and export its tensors instead.</source>
        <translation>会运行代码：不要用 weights_only=False 加载此文件。请在这里打开并导出其中的张量。</translation>
    </message>
    <message>
        <source>Copy the safety report</source>
        <translation>复制安全报告</translation>
    </message>
</context>
<context>
    <name>SliceBar</name>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>As in NumPy and torch: an index or start:stop:step for each dimension, ... for those between</source>
        <translation>与 NumPy 和 torch 相同：每一维写索引或 start:stop:step，... 代表中间的维</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Look at the whole tensor</source>
        <translation>查看整个张量</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>dimension {axis}</source>
        <translation>第 {axis} 维</translation>
    </message>
    <message>
        <source>Which index of this dimension is shown, counted from 0 within the slice; the last is {last}.</source>
        <translation>显示这一维的哪个索引，在切片范围内从 0 数起；最后一个是 {last}。</translation>
    </message>
</context>
<context>
    <name>SliceReader</name>
    <message>
        <source>Values of {name}</source>
        <translation>{name} 的值</translation>
    </message>
</context>
<context>
    <name>StatisticsTable</name>
    <message>
        <source>Statistics</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Statistics of {name}</source>
        <translation>{name} 的统计量</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>元素数</translation>
    </message>
    <message>
        <source>finite</source>
        <translation>有限值</translation>
    </message>
    <message>
        <source>zero</source>
        <translation>零</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation>+Inf</translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation>−Inf</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>largest magnitude</source>
        <translation>最大绝对值</translation>
    </message>
    <message>
        <source>L1 norm</source>
        <translation>L1 范数</translation>
    </message>
    <message>
        <source>L2 norm</source>
        <translation>L2 范数</translation>
    </message>
    <message>
        <source>{percent} % lie below</source>
        <translation>{percent} % 位于此值之下</translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Table of tensors</source>
        <translation>张量表</translation>
    </message>
    <message>
        <source>Filter: text, /regex/, dtype:float16, tied, nan …</source>
        <translation>筛选：文本、/正则/、dtype:float16、tied、nan …</translation>
    </message>
    <message>
        <source>Terms that must all fit: text of the name, /regular expression/, dtype:float16, shape:64x3x*, role:buffer, layout:sparse, size:&gt;1M, std:&lt;0.01, nan, inf, tied, broken; a - before a term turns it round.</source>
        <translation>所有条件都要满足：名称中的文本、/正则表达式/、dtype:float16、shape:64x3x*、role:buffer、layout:sparse、size:&gt;1M、std:&lt;0.01、nan、inf、tied、broken；条件前加 - 表示取反。</translation>
    </message>
    <message>
        <source>Filter of the tensor table</source>
        <translation>张量表的过滤</translation>
    </message>
    <message>
        <source>1 tensor</source>
        <translation>1 个张量</translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation>{count} 个张量</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>statistics {share} %</source>
        <translation>统计 {share} %</translation>
    </message>
    <message>
        <source>Copy tensor rows</source>
        <translation>复制张量行</translation>
    </message>
    <message>
        <source>Copy tensor rows as CSV</source>
        <translation>把张量行复制为 CSV</translation>
    </message>
    <message>
        <source>Copy tensor rows as Markdown</source>
        <translation>把张量行复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy tensor names</source>
        <translation>复制张量名称</translation>
    </message>
</context>
<context>
    <name>TensorGrid</name>
    <message>
        <source>There are no elements here.</source>
        <translation>这里没有元素。</translation>
    </message>
    <message>
        <source>Only the first {rows} rows and {columns} columns are listed; a slice reaches the others.</source>
        <translation>只列出前 {rows} 行和 {columns} 列；其余可用切片查看。</translation>
    </message>
    <message>
        <source>More than {most} cells cannot be copied at once; save them as CSV.</source>
        <translation>一次不能复制超过 {most} 个单元格；请保存为 CSV。</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Significant digits</source>
        <translation>有效数字</translation>
    </message>
    <message>
        <source>Significant digits in the cells and in what is copied, 1 to 17. 9 tell every float32 apart, 17 every float64.</source>
        <translation>单元格和所复制内容的有效数字位数，1 到 17。9 位足以区分所有 float32，17 位足以区分所有 float64。</translation>
    </message>
    <message>
        <source>Colour by size</source>
        <translation>按大小着色</translation>
    </message>
    <message>
        <source>Colour cells by size and sign</source>
        <translation>按大小和正负为单元格着色</translation>
    </message>
    <message>
        <source>Orange is positive and blue negative, the stronger the larger. NaN and Inf are marked all the same.</source>
        <translation>橙色为正，蓝色为负，绝对值越大颜色越深。NaN 和 Inf 始终会标出。</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>位数</translation>
    </message>
</context>
<context>
    <name>TensorHeader</name>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>{more} more selected</source>
        <translation>另外选中 {more} 个</translation>
    </message>
    <message>
        <source>The bytes of this tensor are not there.</source>
        <translation>这个张量的字节不存在。</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>optimizer state</source>
        <translation>优化器状态</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>{role}, needs gradient</source>
        <translation>{role}，需要梯度</translation>
    </message>
    <message>
        <source>stride</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>lazy bits</source>
        <translation>惰性位</translation>
    </message>
    <message>
        <source>quantised</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>shares storage with</source>
        <translation>共享存储</translation>
    </message>
    <message>
        <source>in the file</source>
        <translation>在文件中</translation>
    </message>
    <message>
        <source>{record}, inside of a pickle</source>
        <translation>{record}，在 pickle 内</translation>
    </message>
    <message>
        <source>{record}, {method}</source>
        <translation>{record}，{method}</translation>
    </message>
    <message>
        <source>{record}, byte {first}</source>
        <translation>{record}，第 {first} 字节</translation>
    </message>
    <message>
        <source>, big-endian</source>
        <translation>，大端序</translation>
    </message>
    <message>
        <source>{scheme}, scale {scale}, zero point {zero}</source>
        <translation>{scheme}，缩放 {scale}，零点 {zero}</translation>
    </message>
    <message>
        <source>{scheme}, a scale for each index of dimension {axis}</source>
        <translation>{scheme}，第 {axis} 维的每个索引各有一个缩放</translation>
    </message>
</context>
<context>
    <name>TensorSaver</name>
    <message>
        <source>NumPy array (*.npy)</source>
        <translation>NumPy 数组 (*.npy)</translation>
    </message>
    <message>
        <source>PyTorch tensor (*.pt)</source>
        <translation>PyTorch 张量 (*.pt)</translation>
    </message>
    <message>
        <source>Comma separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>Picture of the values (*.png)</source>
        <translation>数值的图片 (*.png)</translation>
    </message>
    <message>
        <source>Save tensor</source>
        <translation>保存张量</translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation>保存 {name}</translation>
    </message>
    <message>
        <source>Saving {path}…</source>
        <translation>正在保存 {path}…</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}</source>
        <translation>{path} 未能保存：{reason}</translation>
    </message>
</context>
<context>
    <name>TensorTableModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>dtype</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Mean |w|</source>
        <translation>|w| 均值</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>元素数</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Shares with</source>
        <translation>与之共享</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>Inf</source>
        <translation>Inf</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} 字节</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
</context>
<context>
    <name>TensorText</name>
    <message>
        <source>Printed by</source>
        <translation>打印者</translation>
    </message>
    <message>
        <source>as torch prints it</source>
        <translation>torch 的打印形式</translation>
    </message>
    <message>
        <source>as NumPy prints it</source>
        <translation>NumPy 的打印形式</translation>
    </message>
    <message>
        <source>Printed values</source>
        <translation>打印出的值</translation>
    </message>
    <message>
        <source>More than {most} values are not printed: choose a slice.</source>
        <translation>超过 {most} 个值不打印：请选择切片。</translation>
    </message>
    <message>
        <source>Print {name}</source>
        <translation>打印 {name}</translation>
    </message>
</context>
<context>
    <name>TensorView</name>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Save as .npy, .pt, .csv or .png</source>
        <translation>保存为 .npy、.pt、.csv 或 .png</translation>
    </message>
    <message>
        <source>&amp;Save the tensor as…</source>
        <translation>张量另存为(&amp;S)…</translation>
    </message>
    <message>
        <source>Copy the tensor&apos;s &amp;name</source>
        <translation>复制张量名称(&amp;N)</translation>
    </message>
    <message>
        <source>Copy the selected values</source>
        <translation>复制选中的值</translation>
    </message>
    <message>
        <source>Type a s&amp;lice</source>
        <translation>输入切片(&amp;L)</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Part of the tensor</source>
        <translation>张量的部分</translation>
    </message>
    <message>
        <source>Ways to look at the values</source>
        <translation>查看数值的方式</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Select a tensor.</source>
        <translation>请选择一个张量。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the slice</source>
        <translation>保存切片</translation>
    </message>
    <message>
        <source>Save what the slice selects as .npy, .pt, .csv or .png</source>
        <translation>把切片选中的内容保存为 .npy、.pt、.csv 或 .png</translation>
    </message>
    <message>
        <source>values, dequantised</source>
        <translation>数值，反量化</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>integer codes (int_repr)</source>
        <translation>整数编码 (int_repr)</translation>
    </message>
    <message>
        <source>scales</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>zero points</source>
        <translation>零点</translation>
    </message>
</context>
<context>
    <name>Terminal</name>
    <message>
        <source>Python console</source>
        <translation>Python 控制台</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy with p&amp;rompts</source>
        <translation>连同提示符复制(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
</context>
<context>
    <name>ThreeRows</name>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>changed in A</source>
        <translation>A 中改变</translation>
    </message>
    <message>
        <source>changed in B</source>
        <translation>B 中改变</translation>
    </message>
    <message>
        <source>changed in both alike</source>
        <translation>两者改变相同</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>未改变</translation>
    </message>
    <message>
        <source>Base to A</source>
        <translation>基准到 A</translation>
    </message>
    <message>
        <source>Base to B</source>
        <translation>基准到 B</translation>
    </message>
    <message>
        <source>A to B</source>
        <translation>A 到 B</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Timeline of a run</source>
        <translation>训练时间线</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose the folder of a run</source>
        <translation>选择一次训练的文件夹</translation>
    </message>
    <message>
        <source>What is drawn</source>
        <translation>绘制内容</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>drift from the first</source>
        <translation>相对首个的漂移</translation>
    </message>
    <message>
        <source>drift from the previous</source>
        <translation>相对前一个的漂移</translation>
    </message>
    <message>
        <source>Filter of the curves by name</source>
        <translation>按名称筛选曲线</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel reading the run</source>
        <translation>取消读取</translation>
    </message>
    <message>
        <source>Open this checkpoint in a tab</source>
        <translation>在标签页中打开此检查点</translation>
    </message>
    <message>
        <source>Curves of the run</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Checkpoint of the run</source>
        <translation>训练中的检查点</translation>
    </message>
    <message>
        <source>Choose a folder with the checkpoints of one run.</source>
        <translation>请选择包含同一次训练各检查点的文件夹。</translation>
    </message>
    <message>
        <source>Folder of a run</source>
        <translation>一次训练的文件夹</translation>
    </message>
    <message>
        <source>Opening the checkpoints of {folder}…</source>
        <translation>正在打开 {folder} 中的检查点…</translation>
    </message>
    <message>
        <source>Timeline of {folder}</source>
        <translation>{folder} 的时间线</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>{share} % · {name}</source>
        <translation>{share} % · {name}</translation>
    </message>
    <message>
        <source>{checkpoints}, {tensors}</source>
        <translation>{checkpoints}，{tensors}</translation>
    </message>
    <message>
        <source>1 checkpoint</source>
        <translation>1 个检查点</translation>
    </message>
    <message>
        <source>{count} checkpoints</source>
        <translation>{count} 个检查点</translation>
    </message>
    <message>
        <source>1 tensor</source>
        <translation>1 个张量</translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation>{count} 个张量</translation>
    </message>
    <message>
        <source>{count} other files were left out</source>
        <translation>略过了 {count} 个其他文件</translation>
    </message>
    <message>
        <source>1 other file was left out</source>
        <translation>略去了 1 个其他文件</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>检查点</translation>
    </message>
</context>
<context>
    <name>TreeView</name>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Module tree</source>
        <translation>模块树</translation>
    </message>
    <message>
        <source>Filter: text or /regex/</source>
        <translation>过滤：文本或 /正则/</translation>
    </message>
    <message>
        <source>Filter of the module tree</source>
        <translation>模块树的过滤</translation>
    </message>
    <message>
        <source>Paths, classes and tensor names that contain the text, or fit /a regular expression/</source>
        <translation>包含该文本或符合 /正则表达式/ 的路径、类和张量名称</translation>
    </message>
    <message>
        <source>Matches of the filter</source>
        <translation>过滤的匹配数</translation>
    </message>
    <message>
        <source>no match</source>
        <translation>没有匹配</translation>
    </message>
    <message>
        <source>1 match</source>
        <translation>1 个匹配</translation>
    </message>
    <message>
        <source>{count} matches</source>
        <translation>{count} 个匹配</translation>
    </message>
    <message>
        <source>Copy names from the tree</source>
        <translation>从树中复制名称</translation>
    </message>
    <message>
        <source>Expand the module tree</source>
        <translation>展开模块树</translation>
    </message>
    <message>
        <source>Collapse the module tree</source>
        <translation>折叠模块树</translation>
    </message>
    <message>
        <source>Copy paths from the tree</source>
        <translation>从树中复制路径</translation>
    </message>
</context>
<context>
    <name>TwoRows</name>
    <message>
        <source>changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>已改名</translation>
    </message>
    <message>
        <source>only in A</source>
        <translation>仅在 A 中</translation>
    </message>
    <message>
        <source>only in B</source>
        <translation>仅在 B 中</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Name in A</source>
        <translation>A 中的名称</translation>
    </message>
    <message>
        <source>Name in B</source>
        <translation>B 中的名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>dtype</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Max |a − b|</source>
        <translation>最大 |a − b|</translation>
    </message>
    <message>
        <source>Max relative</source>
        <translation>最大相对差</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>Change: ‖a − b‖ / ‖a‖ = {value}</source>
        <translation>变化：‖a − b‖ / ‖a‖ = {value}</translation>
    </message>
    <message>
        <source>Taken for the same tensor with {share} certainty</source>
        <translation>视为同一张量，把握为 {share}</translation>
    </message>
</context>
</TS>
