<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>ChangedBanner</name>
    <message>
        <source>Reload</source>
        <translation>重新加载</translation>
    </message>
</context>
<context>
    <name>CheckpointTab</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
</context>
<context>
    <name>Colouring</name>
    <message>
        <source>Size, logarithmic</source>
        <translation>大小，对数</translation>
    </message>
    <message>
        <source>Mean of |w|, logarithmic</source>
        <translation>|w| 的均值，对数</translation>
    </message>
    <message>
        <source>Standard deviation, logarithmic</source>
        <translation>标准差，对数</translation>
    </message>
    <message>
        <source>L2 norm, logarithmic</source>
        <translation>L2 范数，对数</translation>
    </message>
    <message>
        <source>Largest |w|, logarithmic</source>
        <translation>最大 |w|，对数</translation>
    </message>
    <message>
        <source>Share of zeros</source>
        <translation>零的占比</translation>
    </message>
    <message>
        <source>Share of NaN and Inf</source>
        <translation>NaN 与 Inf 的占比</translation>
    </message>
    <message>
        <source>Change ‖a − b‖ / ‖a‖, logarithmic</source>
        <translation>变化 ‖a − b‖ / ‖a‖，对数</translation>
    </message>
    <message>
        <source>Parameters, logarithmic</source>
        <translation>参数量，对数</translation>
    </message>
    <message>
        <source>Activation bytes, logarithmic</source>
        <translation>激活字节数，对数</translation>
    </message>
    <message>
        <source>Multiply-adds, logarithmic</source>
        <translation>乘加次数，对数</translation>
    </message>
    <message>
        <source>Gradient norm, logarithmic</source>
        <translation>梯度范数，对数</translation>
    </message>
    <message>
        <source>Mean of |output|, logarithmic</source>
        <translation>|输出| 的均值，对数</translation>
    </message>
    <message>
        <source>Zeros among the outputs</source>
        <translation>输出中零的占比</translation>
    </message>
    <message>
        <source>Weight norm at step {step}, logarithmic</source>
        <translation>第 {step} 步的权重范数，对数</translation>
    </message>
    <message>
        <source>Gradient norm at step {step}, logarithmic</source>
        <translation>第 {step} 步的梯度范数，对数</translation>
    </message>
    <message>
        <source>The folder of a training run</source>
        <translation>训练运行的文件夹</translation>
    </message>
    <message>
        <source>Costs are counted in the dataflow graph.</source>
        <translation>开销在数据流图中统计。</translation>
    </message>
    <message>
        <source>Gradients and outputs come from one backward pass.</source>
        <translation>梯度与输出来自一次反向传播。</translation>
    </message>
    <message>
        <source>Choose the folder of a run to see its history.</source>
        <translation>请选择训练运行的文件夹以查看其历史。</translation>
    </message>
    <message>
        <source>No file of numbers was chosen for this checkpoint.</source>
        <translation>尚未为此检查点选择数值文件。</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>CommandTable</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Open &amp;path from clipboard</source>
        <translation>打开剪贴板中的路径(&amp;P)</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>命令面板(&amp;C)…</translation>
    </message>
    <message>
        <source>P&amp;ython with PyTorch…</source>
        <translation>带 PyTorch 的 P&amp;ython…</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>下一个面板(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>上一个面板(&amp;P)</translation>
    </message>
    <message>
        <source>Theme: as the &amp;system</source>
        <translation>主题：跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Theme: &amp;light</source>
        <translation>主题：浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Theme: &amp;dark</source>
        <translation>主题：深色(&amp;D)</translation>
    </message>
    <message>
        <source>Language: {name}</source>
        <translation>语言：{name}</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Weightsmith</source>
        <translation>关于 Weightsmith(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Weightsmith {version}&lt;/h3&gt;&lt;p&gt;Open PyTorch checkpoint files safely and see what is inside.&lt;/p&gt;&lt;p&gt;Apache-2.0. Built with Qt for Python (LGPL-3.0), NumPy, pyqtgraph and Graphviz.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Weightsmith {version}&lt;/h3&gt;&lt;p&gt;安全地打开 PyTorch 检查点文件，查看其中的内容。&lt;/p&gt;&lt;p&gt;Apache-2.0。基于 Qt for Python (LGPL-3.0)、NumPy、pyqtgraph 和 Graphviz。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>About Weightsmith</source>
        <translation>关于 Weightsmith</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>{name} as opened</source>
        <translation>{name}（打开时）</translation>
    </message>
    <message>
        <source>File to compare with</source>
        <translation>要对比的文件</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>Run this Python file?</source>
        <translation>运行这个 Python 文件？</translation>
    </message>
    <message>
        <source>To build the model, the file has to be run. Python code can do anything that you can: read and delete your files, use the network. It runs in a process of its own with a limit of time and memory, which does not change that. Run it only when you know where it comes from.</source>
        <translation>要构建模型，必须运行这个文件。Python 代码能做您能做的任何事：读取和删除您的文件、使用网络。它会在独立的进程中运行，时间和内存受限，但这并不改变上述事实。只有在清楚其来源时才运行它。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>What is built</source>
        <translation>构建内容</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Contents of the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Do not ask again about a file with these very contents</source>
        <translation>对内容完全相同的文件不再询问</translation>
    </message>
    <message>
        <source>&amp;Run it</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Do &amp;not run it</source>
        <translation>不运行(&amp;N)</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop a checkpoint here</source>
        <translation>把检查点拖到这里</translation>
    </message>
    <message>
        <source>and see its modules, tensors and weights. Nothing in the file is executed.</source>
        <translation>即可查看它的模块、张量和权重。文件中的任何内容都不会被执行。</translation>
    </message>
    <message>
        <source>.pth  .pt  .ckpt  .bin  .safetensors  .pt2  .npz  shards  DCP folders</source>
        <translation>.pth  .pt  .ckpt  .bin  .safetensors  .pt2  .npz  分片  DCP 文件夹</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>No Python with PyTorch is known; choose one with Edit › Python with PyTorch, or set {variable} to its path.</source>
        <translation>没有已知的带 PyTorch 的 Python；请通过“编辑 › 带 PyTorch 的 Python”选择一个，或将 {variable} 设为其路径。</translation>
    </message>
    <message>
        <source>The Python at {path} could not be started: {reason}.</source>
        <translation>无法启动 {path} 处的 Python：{reason}。</translation>
    </message>
    <message>
        <source>The Python at {path} is {version}; 3.12 or newer is needed.</source>
        <translation>{path} 处的 Python 版本为 {version}；需要 3.12 或更新版本。</translation>
    </message>
    <message>
        <source>{module} is not installed in the Python at {path}.</source>
        <translation>{path} 处的 Python 没有安装 {module}。</translation>
    </message>
    <message>
        <source>It did not end within {seconds} seconds and was stopped.</source>
        <translation>它在 {seconds} 秒内没有结束，已被停止。</translation>
    </message>
    <message>
        <source>It needed more than the {limit} of memory that it may have.</source>
        <translation>它需要的内存超过了允许的 {limit}。</translation>
    </message>
    <message>
        <source>The process ended unexpectedly ({reason}).</source>
        <translation>进程意外结束（{reason}）。</translation>
    </message>
    <message>
        <source>The process gave an answer that cannot be read.</source>
        <translation>进程给出的答复无法读取。</translation>
    </message>
    <message>
        <source>It was stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>{text} names no model; write torchvision:NAME, timm:NAME, or path/to/model.py:Class.</source>
        <translation>{text} 不是模型名；请写 torchvision:名称、timm:名称 或 路径/model.py:类名。</translation>
    </message>
    <message>
        <source>{text}: the arguments must be plain values such as 10, 0.5, True or &apos;text&apos;.</source>
        <translation>{text}：参数必须是普通值，例如 10、0.5、True 或 &apos;text&apos;。</translation>
    </message>
    <message>
        <source>{library} has no model {name}.{hint}</source>
        <translation>{library} 中没有模型 {name}。{hint}</translation>
    </message>
    <message>
        <source>{name} cannot be built so: {reason}.</source>
        <translation>无法这样构建 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be given to the model: {reason}.</source>
        <translation>无法将 {name} 输入模型：{reason}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>无法读取 {path}：{reason}。</translation>
    </message>
    <message>
        <source>{path} has no {name}.{hint}</source>
        <translation>{path} 中没有 {name}。{hint}</translation>
    </message>
    <message>
        <source>{name} makes no torch.nn.Module but {kind}.</source>
        <translation>{name} 构建的不是 torch.nn.Module，而是 {kind}。</translation>
    </message>
    <message>
        <source>{path} failed at line {line}: {kind}: {reason}</source>
        <translation>{path} 在第 {line} 行出错：{kind}：{reason}</translation>
    </message>
    <message>
        <source>{path} was not run: it is Python code, which can do anything that you can.</source>
        <translation>没有运行 {path}：它是 Python 代码，能做您能做的任何事。</translation>
    </message>
    <message>
        <source>{path} was not run: it is another file than the one that was agreed to.</source>
        <translation>没有运行 {path}：它已不是您同意运行的那个文件。</translation>
    </message>
</context>
<context>
    <name>EngineDialog</name>
    <message>
        <source>Python with PyTorch</source>
        <translation>带 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Viewing, editing and labelling need no PyTorch. Training, graphs of a run of the model and checks against a model do: they run in a Python of yours, in a process of its own. It has to be 3.12 or newer, with torch, torchvision, numpy and pillow.</source>
        <translation>查看、编辑和标注不需要 PyTorch。训练、模型运行图以及与模型的核对则需要：它们在您的 Python 中以独立进程运行。该 Python 须为 3.12 或更新版本，并装有 torch、torchvision、numpy 和 pillow。</translation>
    </message>
    <message>
        <source>Pythons of this machine</source>
        <translation>本机的 Python</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>Lacks</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>Path of the Python</source>
        <translation>Python 的路径</translation>
    </message>
    <message>
        <source>path of a Python, for example /home/me/env/bin/python</source>
        <translation>Python 的路径，例如 /home/me/env/bin/python</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新搜索</translation>
    </message>
    <message>
        <source>Forget the choice</source>
        <translation>清除选择</translation>
    </message>
    <message>
        <source>Try and use</source>
        <translation>测试并使用</translation>
    </message>
    <message>
        <source>No Python with PyTorch was found. Name one above, or install torch and torchvision into one.</source>
        <translation>未找到带 PyTorch 的 Python。请在上方指定一个，或在某个 Python 中安装 torch 和 torchvision。</translation>
    </message>
    <message>
        <source>Trying {path}: PyTorch is being imported…</source>
        <translation>正在测试 {path}：正在导入 PyTorch…</translation>
    </message>
    <message>
        <source>In use: {path}, PyTorch {version}, on {devices}.</source>
        <translation>正在使用：{path}，PyTorch {version}，设备：{devices}。</translation>
    </message>
    <message>
        <source>In use: {path}</source>
        <translation>正在使用：{path}</translation>
    </message>
    <message>
        <source>None was chosen yet.</source>
        <translation>尚未选择。</translation>
    </message>
    <message>
        <source>Choose a Python</source>
        <translation>选择 Python</translation>
    </message>
</context>
<context>
    <name>ErrorState</name>
    <message>
        <source>{name} could not be opened</source>
        <translation>无法打开 {name}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他文件…</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>FileWatch</name>
    <message>
        <source>{name} is no longer there.</source>
        <translation>{name} 已不存在。</translation>
    </message>
</context>
<context>
    <name>FlowBar</name>
    <message>
        <source>Kind of graph</source>
        <translation>图的种类</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Dataflow</source>
        <translation>数据流</translation>
    </message>
    <message>
        <source>Autograd</source>
        <translation>自动求导</translation>
    </message>
    <message>
        <source>Modules: what the file holds. Dataflow: what a model of these weights runs. Autograd: the functions that backward() goes through, from the loss to each parameter&apos;s grad.</source>
        <translation>模块：文件中保存的内容。数据流：使用这些权重的模型所执行的运算。自动求导：backward() 从损失到每个参数的 grad 所经过的函数。</translation>
    </message>
    <message>
        <source>Model…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Choose the model that the graph is traced from</source>
        <translation>选择用于追踪此图的模型</translation>
    </message>
    <message>
        <source>input: 1,3,224,224</source>
        <translation>输入：1,3,224,224</translation>
    </message>
    <message>
        <source>Shape of the input</source>
        <translation>输入的形状</translation>
    </message>
    <message>
        <source>Sizes of the input that is run through the model; empty for a guess. Enter runs it.</source>
        <translation>送入模型的输入尺寸；留空则自动推测。按 Enter 运行。</translation>
    </message>
    <message>
        <source>Stop tracing</source>
        <translation>停止追踪</translation>
    </message>
    <message>
        <source>Gradients as a table</source>
        <translation>梯度表</translation>
    </message>
    <message>
        <source>Costs as a table</source>
        <translation>开销表</translation>
    </message>
    <message>
        <source>The input is {name}; click to choose another</source>
        <translation>输入为 {name}；点击可另选</translation>
    </message>
    <message>
        <source>Run an image, a .npy or a .pt of yours instead of random numbers</source>
        <translation>用您自己的图像、.npy 或 .pt 代替随机数作为输入</translation>
    </message>
    <message>
        <source>{model} with {count} classes</source>
        <translation>{model}，{count} 个类别</translation>
    </message>
    <message>
        <source>Looks like {model}</source>
        <translation>看起来是 {model}</translation>
    </message>
    <message>
        <source>Resembles {model}</source>
        <translation>与 {model} 相似</translation>
    </message>
    <message>
        <source>keys begin with {prefix}</source>
        <translation>键以 {prefix} 开头</translation>
    </message>
    <message>
        <source>A strict load is refused: {reason}</source>
        <translation>严格加载被拒绝：{reason}</translation>
    </message>
    <message>
        <source>Loads strictly: {count} tensors, proved by PyTorch {version} on the meta device.</source>
        <translation>严格加载成功：{count} 个张量，由 PyTorch {version} 在 meta 设备上验证。</translation>
    </message>
    <message>
        <source>Edited since it was traced; Enter in the input field traces it again.</source>
        <translation>追踪之后又有编辑；在输入框中按 Enter 重新追踪。</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>另选文件…</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>Images and arrays (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff *.npy *.pt *.pth);;All files (*)</source>
        <translation>图像与数组 (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff *.npy *.pt *.pth);;所有文件 (*)</translation>
    </message>
    <message>
        <source>What the model is shown</source>
        <translation>输入模型的内容</translation>
    </message>
    <message>
        <source>Write the sizes of the input such as 1,3,224,224.</source>
        <translation>请按 1,3,224,224 的形式填写输入尺寸。</translation>
    </message>
    <message>
        <source>Loading strictly… (PyTorch is being started)</source>
        <translation>正在严格加载…（正在启动 PyTorch）</translation>
    </message>
    <message>
        <source>Tracing… (PyTorch is being started)</source>
        <translation>正在追踪…（正在启动 PyTorch）</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Prove by a strict load that the weights fit, and use this model for the graph, the check and proposals</source>
        <translation>通过严格加载验证权重匹配，并将此模型用于计算图、检查和标注建议</translation>
    </message>
    <message>
        <source>read from the exported program</source>
        <translation>读取自导出的程序</translation>
    </message>
    <message>
        <source>read from the TorchScript code</source>
        <translation>读取自 TorchScript 代码</translation>
    </message>
    <message>
        <source>inferred from order, names and shapes: dashed edges are guesses</source>
        <translation>由顺序、名称和形状推断：虚线边为猜测</translation>
    </message>
    <message>
        <source>{count} multiply-adds</source>
        <translation>{count} 次乘加</translation>
    </message>
    <message>
        <source>{count} bytes of activations</source>
        <translation>激活占 {count} 字节</translation>
    </message>
    <message>
        <source>the mean of all outputs</source>
        <translation>所有输出的均值</translation>
    </message>
    <message>
        <source>cross entropy against the likeliest class</source>
        <translation>对最可能类别的交叉熵</translation>
    </message>
    <message>
        <source>loss {value}: {meaning}</source>
        <translation>损失 {value}：{meaning}</translation>
    </message>
    <message>
        <source>{count} parameters get no gradient</source>
        <translation>{count} 个参数没有梯度</translation>
    </message>
</context>
<context>
    <name>FlowWork</name>
    <message>
        <source>Trace the dataflow</source>
        <translation>追踪数据流</translation>
    </message>
    <message>
        <source>No architecture was recognised: choose the model.</source>
        <translation>未识别出架构：请选择模型。</translation>
    </message>
    <message>
        <source>Run one backward pass</source>
        <translation>运行一次反向传播</translation>
    </message>
    <message>
        <source>Load strictly</source>
        <translation>严格加载</translation>
    </message>
</context>
<context>
    <name>InspectTable</name>
    <message>
        <source>&amp;Graph</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Tensor</source>
        <translation>张量(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>Export the sele&amp;ction…</source>
        <translation>导出所选内容(&amp;C)…</translation>
    </message>
    <message>
        <source>Save the list of &amp;keys…</source>
        <translation>保存键列表(&amp;K)…</translation>
    </message>
    <message>
        <source>Copy P&amp;ython that loads the file</source>
        <translation>复制加载此文件的 Python 代码(&amp;Y)</translation>
    </message>
    <message>
        <source>Co&amp;mpare with a file…</source>
        <translation>与文件对比(&amp;M)…</translation>
    </message>
    <message>
        <source>Repai&amp;r…</source>
        <translation>修复(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>重新加载(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Check against a &amp;model…</source>
        <translation>与模型核对(&amp;M)…</translation>
    </message>
    <message>
        <source>Examine the &amp;health of the weights</source>
        <translation>检查权重的健康状况(&amp;H)</translation>
    </message>
    <message>
        <source>Mer&amp;ge with other files…</source>
        <translation>与其他文件合并(&amp;G)…</translation>
    </message>
    <message>
        <source>Save the edits as a recipe…</source>
        <translation>把编辑保存为配方…</translation>
    </message>
    <message>
        <source>Apply a recipe…</source>
        <translation>应用配方…</translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation>恢复默认布局(&amp;R)</translation>
    </message>
    <message>
        <source>Next &amp;tab</source>
        <translation>下一个标签页(&amp;T)</translation>
    </message>
    <message>
        <source>Previous t&amp;ab</source>
        <translation>上一个标签页(&amp;A)</translation>
    </message>
    <message>
        <source>Colour by &amp;kind</source>
        <translation>按种类着色(&amp;K)</translation>
    </message>
    <message>
        <source>Colour by si&amp;ze</source>
        <translation>按大小着色(&amp;Z)</translation>
    </message>
    <message>
        <source>Colour by mean |&amp;w|</source>
        <translation>按 |w| 均值着色(&amp;W)</translation>
    </message>
    <message>
        <source>Colour by standard deviation</source>
        <translation>按标准差着色</translation>
    </message>
    <message>
        <source>Colour by L2 norm</source>
        <translation>按 L2 范数着色</translation>
    </message>
    <message>
        <source>Colour by largest |w|</source>
        <translation>按最大 |w| 着色</translation>
    </message>
    <message>
        <source>Colour by share of zer&amp;os</source>
        <translation>按零的占比着色(&amp;O)</translation>
    </message>
    <message>
        <source>Colour by &amp;NaN and Inf</source>
        <translation>按 NaN 和 Inf 着色(&amp;N)</translation>
    </message>
    <message>
        <source>Colour by &amp;change of the comparison</source>
        <translation>按对比的变化着色(&amp;C)</translation>
    </message>
    <message>
        <source>Colour by parameters</source>
        <translation>按参数量着色</translation>
    </message>
    <message>
        <source>Colour by activation bytes</source>
        <translation>按激活字节数着色</translation>
    </message>
    <message>
        <source>Colour by multiply-adds</source>
        <translation>按乘加次数着色</translation>
    </message>
    <message>
        <source>Colour by gra&amp;dient norm</source>
        <translation>按梯度范数着色(&amp;D)</translation>
    </message>
    <message>
        <source>Colour by mean |output|</source>
        <translation>按平均 |输出| 着色</translation>
    </message>
    <message>
        <source>Colour by zeros of the output</source>
        <translation>按输出中零的占比着色</translation>
    </message>
    <message>
        <source>Colour by the weights in training</source>
        <translation>按训练过程中的权重着色</translation>
    </message>
    <message>
        <source>Colour by the gradients in training</source>
        <translation>按训练过程中的梯度着色</translation>
    </message>
    <message>
        <source>Colour by the numbers of a file…</source>
        <translation>按文件中的数值着色…</translation>
    </message>
    <message>
        <source>E&amp;xport the graph…</source>
        <translation>导出图(&amp;X)…</translation>
    </message>
    <message>
        <source>Save the numbers of the colours…</source>
        <translation>保存着色数值…</translation>
    </message>
    <message>
        <source>Export as laid out by Graph&amp;viz…</source>
        <translation>按 Graphviz 布局导出(&amp;V)…</translation>
    </message>
    <message>
        <source>Vector picture (*.svg)</source>
        <translation>矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Graphviz source (*.dot)</source>
        <translation>Graphviz 源文件 (*.dot)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the numbers of the colours</source>
        <translation>保存着色数值</translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation>导出 {name}</translation>
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
    <name>InspectWorkspace</name>
    <message>
        <source>Unexported edits</source>
        <translation>未导出的编辑</translation>
    </message>
    <message>
        <source>{name} has edits that were not exported.</source>
        <translation>{name} 中有尚未导出的编辑。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Drag to another tab to add tensors there: hold them over its title.</source>
        <translation>拖到另一个标签页即可把张量添加到那里：请在其标题上停留片刻。</translation>
    </message>
    <message>
        <source>Tensors are added as {name} holds them, without edits.</source>
        <translation>张量按 {name} 中的原样添加，不含编辑。</translation>
    </message>
    <message>
        <source>Add {count} from {name}</source>
        <translation>从 {name} 添加 {count} 个张量</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>所有层</translation>
    </message>
    <message>
        <source>Module</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Byte map</source>
        <translation>字节图</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>CSV (*.csv);;JSON (*.json);;Markdown (*.md)</source>
        <translation>CSV (*.csv);;JSON (*.json);;Markdown (*.md)</translation>
    </message>
    <message>
        <source>Save the list of keys</source>
        <translation>保存键列表</translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Save the edits as a recipe</source>
        <translation>把编辑保存为配方</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>配方 (*.json)</translation>
    </message>
    <message>
        <source>Apply a recipe</source>
        <translation>应用配方</translation>
    </message>
</context>
<context>
    <name>Joints</name>
    <message>
        <source>&amp;Train on these images</source>
        <translation>用这些图像训练(&amp;T)</translation>
    </message>
    <message>
        <source>Propose &amp;labels with a model…</source>
        <translation>用模型提议标注(&amp;L)…</translation>
    </message>
    <message>
        <source>Suggestions were added to {count} images; each is one step of undo.</source>
        <translation>已为 {count} 张图像添加建议；每张图像可一步撤销。</translation>
    </message>
</context>
<context>
    <name>LoadingState</name>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Inspect</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Checkpoints (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;All files (*)</source>
        <translation>检查点 (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open checkpoints</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Open a folder of images, shards, or a training run</source>
        <translation>打开图像、分片或训练运行的文件夹</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
</context>
<context>
    <name>ProposeDialog</name>
    <message>
        <source>Propose labels</source>
        <translation>提议标注</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Sure to at least</source>
        <translation>置信度至少</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>网络结构</translation>
    </message>
    <message>
        <source>Class names</source>
        <translation>类别名称</translation>
    </message>
    <message>
        <source>cat, dog, bird</source>
        <translation>猫, 狗, 鸟</translation>
    </message>
    <message>
        <source>the one in front</source>
        <translation>当前图像</translation>
    </message>
    <message>
        <source>those that are selected</source>
        <translation>已选中的图像</translation>
    </message>
    <message>
        <source>all without labels</source>
        <translation>所有未标注的图像</translation>
    </message>
    <message>
        <source>all of the folder</source>
        <translation>文件夹中的全部图像</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Add as suggestions</source>
        <translation>添加为建议</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Choose a trained checkpoint</source>
        <translation>选择已训练的检查点</translation>
    </message>
    <message>
        <source>Choose a checkpoint of a trained model.</source>
        <translation>请选择已训练模型的检查点。</translation>
    </message>
    <message>
        <source>There are no such images.</source>
        <translation>没有这样的图像。</translation>
    </message>
    <message>
        <source>The model is loaded…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>{done} of {total} images</source>
        <translation>{done} / {total} 张图像</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{count} proposals on {images} images.</source>
        <translation>在 {images} 张图像上有 {count} 条建议。</translation>
    </message>
    <message>
        <source>{count} could not be read: {first}</source>
        <translation>有 {count} 张无法读取：{first}</translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>Rebuilds tensors or plain values.</source>
        <translation>重建张量或普通值。</translation>
    </message>
    <message>
        <source>An ordinary load could use it: it {deed}.</source>
        <translation>普通加载可能会用到它：它会{deed}。</translation>
    </message>
    <message>
        <source>Loads a pickle that lies inside this one; it was read in the same safe way and is listed too.</source>
        <translation>加载内嵌在此 pickle 中的另一个 pickle；它已用同样安全的方式读取，并一并列出。</translation>
    </message>
    <message>
        <source>A class or function of PyTorch; it was not run, only its stored attributes are shown.</source>
        <translation>PyTorch 的类或函数；并未运行，只显示其保存的属性。</translation>
    </message>
    <message>
        <source>A class or function of some other program; it was not run, only its stored attributes are shown.</source>
        <translation>其他程序的类或函数；并未运行，只显示其保存的属性。</translation>
    </message>
    <message>
        <source>An ordinary load would run the shell command `{command}`.</source>
        <translation>普通加载会执行 shell 命令 `{command}`。</translation>
    </message>
    <message>
        <source>An ordinary load would execute the Python code `{code}`.</source>
        <translation>普通加载会执行 Python 代码 `{code}`。</translation>
    </message>
    <message>
        <source>An ordinary load would import the module `{name}`.</source>
        <translation>普通加载会导入模块 `{name}`。</translation>
    </message>
    <message>
        <source>An ordinary load would start the program {program}.</source>
        <translation>普通加载会启动程序 {program}。</translation>
    </message>
    <message>
        <source>An ordinary load would call {name}({arguments}).</source>
        <translation>普通加载会调用 {name}({arguments})。</translation>
    </message>
    <message>
        <source>1 item</source>
        <translation>1 项</translation>
    </message>
    <message>
        <source>{count} items</source>
        <translation>{count} 项</translation>
    </message>
    <message>
        <source>runs a command of the operating system</source>
        <translation>执行操作系统命令</translation>
    </message>
    <message>
        <source>starts another program</source>
        <translation>启动其他程序</translation>
    </message>
    <message>
        <source>executes Python code that the file carries</source>
        <translation>执行文件携带的 Python 代码</translation>
    </message>
    <message>
        <source>imports a module that the file chooses</source>
        <translation>导入由文件指定的模块</translation>
    </message>
    <message>
        <source>reaches for any attribute of any object, a step of most attacks</source>
        <translation>访问任意对象的任意属性，这是大多数攻击的一步</translation>
    </message>
    <message>
        <source>reaches for any attribute of any object, a step of most attacks (here {names})</source>
        <translation>访问任意对象的任意属性，这是大多数攻击的一步（此处为 {names}）</translation>
    </message>
    <message>
        <source>reads, writes or deletes files</source>
        <translation>读取、写入或删除文件</translation>
    </message>
    <message>
        <source>opens a network connection</source>
        <translation>打开网络连接</translation>
    </message>
    <message>
        <source>loads another pickle without protection</source>
        <translation>在没有保护的情况下加载另一个 pickle</translation>
    </message>
    <message>
        <source>calls into native code or raw memory</source>
        <translation>调用本机代码或直接访问内存</translation>
    </message>
    <message>
        <source>controls processes, threads or the interpreter itself</source>
        <translation>控制进程、线程或解释器本身</translation>
    </message>
    <message>
        <source>prints text while the file loads</source>
        <translation>在加载文件时打印文本</translation>
    </message>
    <message>
        <source>{name} was replaced by another file since it was opened; open it again.</source>
        <translation>{name} 打开后已被另一个文件替换；请重新打开。</translation>
    </message>
    <message>
        <source>{name} shrank from {before} to {now} bytes since it was opened; open it again.</source>
        <translation>{name} 打开后从 {before} 字节缩小到 {now} 字节；请重新打开。</translation>
    </message>
    <message>
        <source>{name} was changed since it was opened; open it again.</source>
        <translation>{name} 打开后已被修改；请重新打开。</translation>
    </message>
    <message>
        <source>{name} is no longer there; open it again when it is back.</source>
        <translation>{name} 已不存在；恢复后请重新打开。</translation>
    </message>
    <message>
        <source>{name} is no longer there.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} ended early while it was read; open it again.</source>
        <translation>读取 {name} 时文件提前结束；请重新打开。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{where}: This is no folder of a run: there is no events.jsonl in it.</source>
        <translation>{where}：这不是训练运行的文件夹：其中没有 events.jsonl。</translation>
    </message>
    <message>
        <source>{where}: The run told no norms of its layers yet.</source>
        <translation>{where}：此次训练尚未记录各层的范数。</translation>
    </message>
    <message>
        <source>{name} is larger than {size} MB; numbers by name are smaller.</source>
        <translation>{name} 大于 {size} MB；按名称的数值文件不会这么大。</translation>
    </message>
    <message>
        <source>{name} is not text in UTF-8.</source>
        <translation>{name} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{name} holds no rows; write a key and a number in each line.</source>
        <translation>{name} 中没有行；请每行写一个键和一个数值。</translation>
    </message>
    <message>
        <source>{name} has more than {count} rows.</source>
        <translation>{name} 超过 {count} 行。</translation>
    </message>
    <message>
        <source>{name}, line {line}: this is not JSON.</source>
        <translation>{name} 第 {line} 行：不是 JSON。</translation>
    </message>
    <message>
        <source>{name}, line {line} is no row of a table: {reason}.</source>
        <translation>{name} 第 {line} 行不是表格的行：{reason}。</translation>
    </message>
    <message>
        <source>{name}: this is not JSON.</source>
        <translation>{name}：不是 JSON。</translation>
    </message>
    <message>
        <source>{name}: write an object of numbers by name, such as {example}.</source>
        <translation>{name}：请写成名称到数值的对象，例如 {example}。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not a number</source>
        <translation>“{text}”不是数值</translation>
    </message>
    <message>
        <source>the key is empty</source>
        <translation>键为空</translation>
    </message>
    <message>
        <source>there is no number</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>it is not a number</source>
        <translation>不是数值</translation>
    </message>
    <message>
        <source>The worker process could not be started.</source>
        <translation>无法启动工作进程。</translation>
    </message>
    <message>
        <source>The worker process ended unexpectedly; the next attempt starts a new one.</source>
        <translation>工作进程意外结束；下次操作会启动新的进程。</translation>
    </message>
    <message>
        <source>The worker process was ended by the system, perhaps for lack of memory; the next attempt starts a new one.</source>
        <translation>工作进程被系统终止，可能是内存不足；下次操作会启动新的进程。</translation>
    </message>
    <message>
        <source>There is not enough memory for this.</source>
        <translation>内存不足，无法完成此操作。</translation>
    </message>
    <message>
        <source>This did not work because of an error in the program ({name}).</source>
        <translation>由于程序内部错误（{name}），操作没有成功。</translation>
    </message>
    <message>
        <source>There is not enough room on the disk; free some, or choose another place.</source>
        <translation>磁盘空间不足；请释放空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>{name}: permission is missing; choose another place, or change the permissions.</source>
        <translation>{name}：没有权限；请选择其他位置，或修改权限。</translation>
    </message>
    <message>
        <source>{name}: there is no such file or folder.</source>
        <translation>{name}：没有这个文件或文件夹。</translation>
    </message>
    <message>
        <source>`...` may stand only once.</source>
        <translation>`...` 只能出现一次。</translation>
    </message>
    <message>
        <source>There are {given} indices, but the tensor has {count} dimensions.</source>
        <translation>给出了 {given} 个索引，但张量只有 {count} 维。</translation>
    </message>
    <message>
        <source>The index of dimension {axis} is empty.</source>
        <translation>第 {axis} 维的索引为空。</translation>
    </message>
    <message>
        <source>Index {place} is out of range for dimension {axis} of size {size}.</source>
        <translation>索引 {place} 超出第 {axis} 维（大小 {size}）的范围。</translation>
    </message>
    <message>
        <source>`{part}` is no slice: write start:stop:step.</source>
        <translation>`{part}` 不是切片：请写成 start:stop:step。</translation>
    </message>
    <message>
        <source>The step of dimension {axis} must not be 0.</source>
        <translation>第 {axis} 维的步长不能为 0。</translation>
    </message>
    <message>
        <source>`{text}` is no integer (dimension {axis}).</source>
        <translation>`{text}` 不是整数（第 {axis} 维）。</translation>
    </message>
    <message>
        <source>The regular expression is longer than {count} characters.</source>
        <translation>正则表达式超过 {count} 个字符。</translation>
    </message>
    <message>
        <source>The regular expression is wrong: {reason}.</source>
        <translation>正则表达式有误：{reason}。</translation>
    </message>
    <message>
        <source>{name}: the ending must be one of {endings}.</source>
        <translation>{name}：扩展名必须是 {endings} 之一。</translation>
    </message>
    <message>
        <source>{ending} is no kind of picture that can be written; use .svg, .png or .pdf.</source>
        <translation>无法写入 {ending} 格式的图片；请使用 .svg、.png 或 .pdf。</translation>
    </message>
    <message>
        <source>A tensor of 4 GB or more is saved as .npy.</source>
        <translation>4 GB 及以上的张量请保存为 .npy。</translation>
    </message>
    <message>
        <source>Graphviz was not found; install it with `pip install graphviz-pure`.</source>
        <translation>未找到 Graphviz；请用 `pip install graphviz-pure` 安装。</translation>
    </message>
    <message>
        <source>{program} is no program that can be started; choose another Graphviz in the settings.</source>
        <translation>{program} 不是可以启动的程序；请在设置中选择其他 Graphviz。</translation>
    </message>
    <message>
        <source>Graphviz did not finish within {seconds} s; collapse some groups or use the built-in layout.</source>
        <translation>Graphviz 未能在 {seconds} 秒内完成；请折叠部分分组，或使用内置布局。</translation>
    </message>
    <message>
        <source>Graphviz could not be started ({reason}).</source>
        <translation>无法启动 Graphviz（{reason}）。</translation>
    </message>
    <message>
        <source>Graphviz refused the graph: {reason}.</source>
        <translation>Graphviz 拒绝了该图：{reason}。</translation>
    </message>
    <message>
        <source>{boxes} boxes and {edges} edges are too many for Graphviz; collapse some groups first.</source>
        <translation>{boxes} 个节点和 {edges} 条边对 Graphviz 来说太多；请先折叠部分分组。</translation>
    </message>
    <message>
        <source>Graphviz answered something that cannot be read ({name}).</source>
        <translation>无法读取 Graphviz 的输出（{name}）。</translation>
    </message>
    <message>
        <source>Graphviz laid out something else than what is shown.</source>
        <translation>Graphviz 排布的内容与显示的不一致。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Layered (at once, of any size)</source>
        <translation>分层（即时，任意规模）</translation>
    </message>
    <message>
        <source>Graphviz</source>
        <translation>Graphviz</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Open again what was open the last time</source>
        <translation>重新打开上次打开的内容</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Layout of graphs</source>
        <translation>图的布局</translation>
    </message>
    <message>
        <source>Graphviz program</source>
        <translation>Graphviz 程序</translation>
    </message>
    <message>
        <source>the one that came along</source>
        <translation>随附的程序</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the Graphviz program `dot`</source>
        <translation>选择 Graphviz 程序 `dot`</translation>
    </message>
    <message>
        <source>Works: {path}</source>
        <translation>可用：{path}</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>In the graph: walk</source>
        <translation>在图中：移动</translation>
    </message>
    <message>
        <source>In the graph: open or close</source>
        <translation>在图中：展开或折叠</translation>
    </message>
    <message>
        <source>In the graph: zoom</source>
        <translation>在图中：缩放</translation>
    </message>
    <message>
        <source>Move to the next pane</source>
        <translation>移到下一个面板</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P finds every command by name.</source>
        <translation>Ctrl+Shift+P 可按名称找到每个命令。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of the statistics</source>
        <translation>统计进度</translation>
    </message>
    <message>
        <source>Stop computing statistics</source>
        <translation>停止计算统计量</translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation>{count} 个张量</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
</context>
<context>
    <name>Switcher</name>
    <message>
        <source>Workspaces</source>
        <translation>工作区</translation>
    </message>
</context>
<context>
    <name>UnsavedBanner</name>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>{count} edits of this file were not exported the last time.</source>
        <translation>上次对此文件的 {count} 项编辑没有导出。</translation>
    </message>
    <message>
        <source>The file is another one now; what does not fit will be told.</source>
        <translation>文件已经变了；不适用的编辑会列出来。</translation>
    </message>
</context>
<context>
    <name>ViewDock</name>
    <message>
        <source>Open a file to see something here.</source>
        <translation>打开文件后这里会显示内容。</translation>
    </message>
</context>
</TS>
