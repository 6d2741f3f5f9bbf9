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
        <source>&amp;Graph</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Tensor</source>
        <translation>张量(&amp;T)</translation>
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
        <source>&amp;Reload</source>
        <translation>重新加载(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
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
        <source>&amp;Next pane</source>
        <translation>下一个面板(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>上一个面板(&amp;P)</translation>
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
        <source>E&amp;xport the graph…</source>
        <translation>导出图(&amp;X)…</translation>
    </message>
    <message>
        <source>Export as laid out by Graph&amp;viz…</source>
        <translation>按 Graphviz 布局导出(&amp;V)…</translation>
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
        <source>Checkpoints (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;All files (*)</source>
        <translation>检查点 (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open checkpoints</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Open a folder of shards or a distributed checkpoint</source>
        <translation>打开分片或分布式检查点的文件夹</translation>
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
        <source>Compare</source>
        <translation>对比</translation>
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
    <message>
        <source>Size, log10 of bytes</source>
        <translation>大小，字节数的 log10</translation>
    </message>
    <message>
        <source>Mean of |w|</source>
        <translation>|w| 的均值</translation>
    </message>
    <message>
        <source>Share of zeros</source>
        <translation>零的占比</translation>
    </message>
    <message>
        <source>Share of NaN and Inf</source>
        <translation>NaN 和 Inf 的占比</translation>
    </message>
    <message>
        <source>Change, log10 of ‖a − b‖ / ‖a‖</source>
        <translation>变化，‖a − b‖ / ‖a‖ 的 log10</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
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
