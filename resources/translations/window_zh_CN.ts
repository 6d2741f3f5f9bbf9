<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Weightsmith</source>
        <translation>关于 Weightsmith</translation>
    </message>
    <message>
        <source>Opens PyTorch checkpoints without running them, edits them, labels images and trains on them. Licensed under Apache-2.0.</source>
        <translation>打开 PyTorch 检查点而不运行其中的代码，编辑检查点，标注图像并用标注训练。以 Apache-2.0 许可发布。</translation>
    </message>
    <message>
        <source>window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>training and export</source>
        <translation>训练与导出</translation>
    </message>
    <message>
        <source>a program beside this one</source>
        <translation>独立运行的程序</translation>
    </message>
    <message>
        <source>Parts and their licences</source>
        <translation>组成部分及其许可</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成部分</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Qt for Python is used under the LGPL-3.0: it lies beside the program as shared libraries that you may replace by your own build, and its source is at the address in the table.</source>
        <translation>Qt for Python 依 LGPL-3.0 使用：它以共享库的形式放在程序旁边，你可以换成自己构建的版本，源代码见表中的地址。</translation>
    </message>
    <message>
        <source>labelme (GPL-3.0) is never loaded into this program; it is started as one of its own when you ask for it.</source>
        <translation>labelme（GPL-3.0）从不载入本程序；只在你要求时作为独立程序启动。</translation>
    </message>
    <message>
        <source>Copy for a bug report</source>
        <translation>复制以便报告问题</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Attention</name>
    <message>
        <source>Done: {work}</source>
        <translation>完成：{work}</translation>
    </message>
    <message>
        <source>Failed: {work}</source>
        <translation>失败：{work}</translation>
    </message>
</context>
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
    <message>
        <source>No command is called like this.</source>
        <translation>没有这样的命令。</translation>
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
        <translation>下一个窗格(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>上一个窗格(&amp;P)</translation>
    </message>
    <message>
        <source>Theme: as the &amp;system</source>
        <translation>主题：跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>Theme: &amp;light</source>
        <translation>主题：浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Theme: &amp;dark</source>
        <translation>主题：深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>主题(&amp;H)</translation>
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
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Plug-ins…</source>
        <translation>插件(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;About Weightsmith</source>
        <translation>关于 Weightsmith(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
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
    <name>CrashDialog</name>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Open the folder of logs</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了问题</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The last time the program ended unexpectedly. Edits that were not exported are offered when you open the file again, and labels were saved at every stroke.</source>
        <translation>程序上次意外结束。再次打开文件时会提供尚未导出的编辑；标注在每画一笔时都已保存。</translation>
    </message>
    <message>
        <source>An error in the program stopped what you just did. The rest goes on working and your files are as they were; save your edits soon.</source>
        <translation>程序中的错误中断了刚才的操作。其余部分继续工作，你的文件没有改变；请尽快保存编辑。</translation>
    </message>
    <message>
        <source>The report below names no contents of your files. It is sent nowhere: copy it if you want to tell somebody.</source>
        <translation>下面的报告不含你文件的内容，也不会发送到任何地方；想告诉别人时可以复制它。</translation>
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
        <source>The Python at {path} has no ipykernel, which the console needs; install ipykernel there, or choose another Python.</source>
        <translation>位于 {path} 的 Python 没有控制台所需的 ipykernel；请在其中安装 ipykernel，或选择其他 Python。</translation>
    </message>
    <message>
        <source>The console needs qtconsole; install this program&apos;s extra named console.</source>
        <translation>控制台需要 qtconsole；请安装本程序名为 console 的附加依赖。</translation>
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
        <source>The plug-in {package} ({name}) failed: {reason}.</source>
        <translation>插件 {package}（{name}）出错：{reason}。</translation>
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
    <message>
        <source>No Python from 3.12 on that can make environments was found here; install one, or the program uv.</source>
        <translation>本机没有找到能创建虚拟环境的 Python 3.12 或更高版本；请安装一个，或安装 uv。</translation>
    </message>
    <message>
        <source>{path} could not make an environment: {reason}.</source>
        <translation>{path} 无法创建虚拟环境：{reason}。</translation>
    </message>
    <message>
        <source>{need} of disk space are needed at {place}, and {free} are free.</source>
        <translation>{place} 需要 {need} 磁盘空间，目前仅剩 {free}。</translation>
    </message>
    <message>
        <source>{package} is not offered for Python {version} on this machine; try another Python or another index.</source>
        <translation>没有适用于本机 Python {version} 的 {package}；请换一个 Python 或另一个软件源。</translation>
    </message>
    <message>
        <source>The package index could not be reached; look at the connection and at the address.</source>
        <translation>无法连接软件源；请检查网络和地址。</translation>
    </message>
    <message>
        <source>{text} is neither an address that begins with https:// nor a folder of wheels.</source>
        <translation>{text} 既不是以 https:// 开头的地址，也不是存放 wheel 的文件夹。</translation>
    </message>
    <message>
        <source>pip gave up: {reason}</source>
        <translation>pip 未能完成：{reason}</translation>
    </message>
</context>
<context>
    <name>EngineDialog</name>
    <message>
        <source>Python with PyTorch</source>
        <translation>带 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Viewing, editing and labelling need no PyTorch. Training, graphs of a run of the model and checks against a model do: they run in a process of its own, in a Python of yours or in one that is made here. It has to be 3.12 or newer, with torch, torchvision, numpy and pillow.</source>
        <translation>查看、编辑和标注不需要 PyTorch。训练、模型运行图以及与模型的核对需要它：这些工作在独立的进程中进行，使用您已有的 Python 或在此新建的环境。要求 Python 3.12 或更高版本，并装有 torch、torchvision、numpy 和 pillow。</translation>
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
        <source>&amp;Make one…</source>
        <translation>新建(&amp;M)…</translation>
    </message>
    <message>
        <source>Download PyTorch into an environment of its own</source>
        <translation>将 PyTorch 下载到单独的环境中</translation>
    </message>
    <message>
        <source>&amp;Repair…</source>
        <translation>修复(&amp;R)…</translation>
    </message>
    <message>
        <source>Make the selected environment anew, and take the new one when it works</source>
        <translation>重新创建选中的环境，新环境可用后再替换</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete the selected environment, which was made here</source>
        <translation>删除选中的环境（由本程序创建）</translation>
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
        <source>{path}, made by this program</source>
        <translation>{path}（由本程序创建）</translation>
    </message>
    <message>
        <source>No Python with PyTorch was found. Make one here, or name one above.</source>
        <translation>没有找到装有 PyTorch 的 Python。请在此新建一个，或在上方指定一个。</translation>
    </message>
    <message>
        <source>Delete {folder} with everything in it? It was made by this program and can be made again.</source>
        <translation>要删除 {folder} 及其全部内容吗？它由本程序创建，可以重新创建。</translation>
    </message>
    <message>
        <source>Remove the environment</source>
        <translation>删除环境</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Removing {folder}…</source>
        <translation>正在删除 {folder}…</translation>
    </message>
    <message>
        <source>Removed.</source>
        <translation>已删除。</translation>
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
    <name>EngineMaking</name>
    <message>
        <source>Make a Python with PyTorch</source>
        <translation>新建带 PyTorch 的 Python 环境</translation>
    </message>
    <message>
        <source>Repair the Python with PyTorch</source>
        <translation>修复带 PyTorch 的 Python 环境</translation>
    </message>
    <message>
        <source>An environment of its own is made in {folder}, apart from every Python that you use. A new one is complete and tried before it is taken; until then nothing changes.</source>
        <translation>将在 {folder} 中创建单独的环境，与您使用的其他 Python 互不影响。新环境安装完整并通过测试后才会启用，在此之前一切保持不变。</translation>
    </message>
    <message>
        <source>&amp;Made by</source>
        <translation>创建工具(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Build</source>
        <translation>版本类型(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Index or folder of wheels</source>
        <translation>软件源或 wheel 文件夹(&amp;I)</translation>
    </message>
    <message>
        <source>The Python or program that makes the environment</source>
        <translation>用来创建环境的 Python 或程序</translation>
    </message>
    <message>
        <source>Build of PyTorch</source>
        <translation>PyTorch 的版本类型</translation>
    </message>
    <message>
        <source>Index or folder of wheels</source>
        <translation>软件源或 wheel 文件夹</translation>
    </message>
    <message>
        <source>How far the environment has come</source>
        <translation>环境创建的进度</translation>
    </message>
    <message>
        <source>What pip printed last</source>
        <translation>pip 最后的输出</translation>
    </message>
    <message>
        <source>For NVIDIA GPUs (CUDA), and the CPU</source>
        <translation>支持 NVIDIA GPU（CUDA）和 CPU</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
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
        <source>For the CPU and Apple GPUs</source>
        <translation>支持 CPU 和 Apple GPU</translation>
    </message>
    <message>
        <source>For the CPU alone</source>
        <translation>仅支持 CPU</translation>
    </message>
    <message>
        <source>Looking for a Python that can make environments…</source>
        <translation>正在查找能创建虚拟环境的 Python…</translation>
    </message>
    <message>
        <source>address of the index that has this build</source>
        <translation>提供此类型的软件源地址</translation>
    </message>
    <message>
        <source>as pip is configured</source>
        <translation>使用 pip 的配置</translation>
    </message>
    <message>
        <source>“Get Started” on PyTorch&apos;s site names the address for each build; a folder of wheels serves a machine without network.</source>
        <translation>PyTorch 网站的“Get Started”页给出各类型的地址；没有网络的机器可以使用存放 wheel 的文件夹。</translation>
    </message>
    <message>
        <source>About {download} to download and {disk} on disk; {free} are free.</source>
        <translation>约需下载 {download}，占用磁盘 {disk}；目前可用 {free}。</translation>
    </message>
    <message>
        <source>This build lies in an index of its own, which PyTorch&apos;s site names under “Get Started”.</source>
        <translation>此类型由单独的软件源提供，地址见 PyTorch 网站的“Get Started”页。</translation>
    </message>
    <message>
        <source>Look up the size</source>
        <translation>查询大小</translation>
    </message>
    <message>
        <source>Download and install</source>
        <translation>下载并安装</translation>
    </message>
    <message>
        <source>Choose a folder of wheels</source>
        <translation>选择存放 wheel 的文件夹</translation>
    </message>
    <message>
        <source>Size of PyTorch</source>
        <translation>查询 PyTorch 的大小</translation>
    </message>
    <message>
        <source>Python with PyTorch</source>
        <translation>带 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Making an empty environment…</source>
        <translation>正在创建空环境…</translation>
    </message>
    <message>
        <source>Asking the index: {name}</source>
        <translation>正在查询软件源：{name}</translation>
    </message>
    <message>
        <source>Asking the index for sizes…</source>
        <translation>正在查询大小…</translation>
    </message>
    <message>
        <source>{done} of {total}: {name}</source>
        <translation>{done} / {total}：{name}</translation>
    </message>
    <message>
        <source>Unpacking: this takes minutes for the build with CUDA…</source>
        <translation>正在解包：CUDA 类型需要几分钟…</translation>
    </message>
    <message>
        <source>Trying it: PyTorch is being imported…</source>
        <translation>正在测试：导入 PyTorch…</translation>
    </message>
    <message>
        <source>for NVIDIA GPUs</source>
        <translation>（支持 NVIDIA GPU）</translation>
    </message>
    <message>
        <source>for the CPU</source>
        <translation>（仅 CPU）</translation>
    </message>
    <message>
        <source>PyTorch {version} {build}: {count} packages, {download} to download, about {disk} needed; {free} are free.</source>
        <translation>PyTorch {version}{build}：{count} 个软件包，需下载 {download}，约需空间 {disk}；目前可用 {free}。</translation>
    </message>
    <message>
        <source>This index has the build with CUDA only; name the one for the CPU.</source>
        <translation>此软件源只有 CUDA 类型；请指定提供 CPU 类型的软件源。</translation>
    </message>
    <message>
        <source>This index has no build with CUDA for this Python.</source>
        <translation>此软件源没有适用于该 Python 的 CUDA 类型。</translation>
    </message>
    <message>
        <source>Nothing of it is downloaded yet.</source>
        <translation>尚未下载任何内容。</translation>
    </message>
    <message>
        <source>It is ready and in use: {path}</source>
        <translation>已就绪并启用：{path}</translation>
    </message>
    <message>
        <source>Cancelled; what was made is removed.</source>
        <translation>已取消；已创建的内容已删除。</translation>
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
        <source>Loads strictly: 1 tensor, proved by PyTorch {version} on the meta device.</source>
        <translation>严格加载成功：1 个张量，由 PyTorch {version} 在 meta 设备上验证。</translation>
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
        <source>Tracing… (PyTorch is being started)</source>
        <translation>正在追踪…（正在启动 PyTorch）</translation>
    </message>
    <message>
        <source>1 parameter gets no gradient</source>
        <translation>1 个参数没有梯度</translation>
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
        <source>Loading strictly… (PyTorch is being started)</source>
        <translation>正在严格加载…（正在启动 PyTorch）</translation>
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
    <name>Guide</name>
    <message>
        <source>&amp;What is this?</source>
        <translation>这是什么(&amp;W)？</translation>
    </message>
    <message>
        <source>Explain the pane under the mouse or with the keyboard</source>
        <translation>讲解鼠标下方或键盘焦点所在的窗格</translation>
    </message>
    <message>
        <source>&amp;Help pages</source>
        <translation>帮助页面(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>导览(&amp;T)</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Weightsmith help</source>
        <translation>Weightsmith 帮助</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面内容</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>What a checkpoint holds</source>
        <translation>检查点里有什么</translation>
    </message>
    <message>
        <source>Change and judge</source>
        <translation>修改与评判</translation>
    </message>
    <message>
        <source>Label images</source>
        <translation>标注图像</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到。</translation>
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
        <source>&amp;Python console</source>
        <translation>&amp;Python 控制台</translation>
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
        <source>&amp;Panes</source>
        <translation>窗格(&amp;P)</translation>
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
        <source>&amp;Colours</source>
        <translation>着色(&amp;C)</translation>
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
        <translation>模块树</translation>
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
        <translation>张量列表</translation>
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
        <source>Python</source>
        <translation>Python</translation>
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
        <source>&amp;Look inside with an image…</source>
        <translation>用一张图像查看内部(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Train from this checkpoint</source>
        <translation>以此检查点为起点训练(&amp;T)</translation>
    </message>
    <message>
        <source>Suggestions were added to 1 image, as one step of undo.</source>
        <translation>已为 1 张图像添加建议，可一步撤销。</translation>
    </message>
    <message>
        <source>Suggestions were added to {count} images; each is one step of undo.</source>
        <translation>已为 {count} 张图像添加建议；每张图像可一步撤销。</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search an action or a key</source>
        <translation>搜索命令或按键</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Key of the chosen action</source>
        <translation>所选命令的按键</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Its key:</source>
        <translation>按键：</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>所有位置</translation>
    </message>
    <message>
        <source>{key} is the key of: {names}</source>
        <translation>{key} 同时是以下命令的按键：{names}</translation>
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
    <name>PluginRows</name>
    <message>
        <source>Colour by {name}</source>
        <translation>按 {name} 着色</translation>
    </message>
    <message>
        <source>Arguments of {name} (from {package}), as on the command line:</source>
        <translation>{name}（来自 {package}）的参数，写法与命令行相同：</translation>
    </message>
    <message>
        <source>{name} has no number for any tensor of this file.</source>
        <translation>{name} 对此文件中的任何张量都没有给出数值。</translation>
    </message>
</context>
<context>
    <name>PluginsDialog</name>
    <message>
        <source>Plug-ins</source>
        <translation>插件</translation>
    </message>
    <message>
        <source>Plug-ins are installed Python packages; their code can do anything that you can. What is ticked is used; a change holds from the next start.</source>
        <translation>插件是已安装的 Python 包，其代码拥有与您相同的权限。勾选的插件会被使用；更改在下次启动后生效。</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>包</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Brings</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>container format</source>
        <translation>容器格式</translation>
    </message>
    <message>
        <source>label format</source>
        <translation>标注格式</translation>
    </message>
    <message>
        <source>edit operation</source>
        <translation>编辑操作</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>overlay</source>
        <translation>叠加着色</translation>
    </message>
    <message>
        <source>No plug-ins are installed. Install one with pip into the Python that runs this program, and it is listed here at the next start.</source>
        <translation>没有安装插件。用 pip 把插件安装到运行本程序的 Python 中，下次启动时会列在这里。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>Change &amp;keyboard shortcuts…</source>
        <translation>更改键盘快捷键(&amp;K)…</translation>
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
        <source>Of a run, or any other file; if it does not say what it is of, architecture and class names are asked for.</source>
        <translation>可选训练得到的检查点，也可选任何其他文件；如果文件没有说明自己的来历，会询问网络结构和类别名称。</translation>
    </message>
    <message>
        <source>Images of the folder that is open in Label; another choice forgets the proposals that were made.</source>
        <translation>“标注”中打开的文件夹里的图像；改选后，已得到的建议会被丢弃。</translation>
    </message>
    <message>
        <source>Proposals with a lower score are left out, 5 to 99 %; moving it does not ask the model again.</source>
        <translation>分数更低的建议不采用，范围 5 到 99 %；拖动它不会重新询问模型。</translation>
    </message>
    <message>
        <source>Asks the model; nothing is added to the labels yet, and a second press stops it.</source>
        <translation>询问模型；此时标注中还不会添加任何内容，再按一次即停止。</translation>
    </message>
    <message>
        <source>Shapes wait in the labels to be accepted or rejected; classes are set where an image has none. Each image is one step of undo.</source>
        <translation>形状进入标注，等待接受或拒绝；图像没有类别时直接设定类别。每张图像是一步可撤销的操作。</translation>
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
        <source>1 proposal on {images}.</source>
        <translation>在{images}上有 1 条建议。</translation>
    </message>
    <message>
        <source>{count} proposals on {images}.</source>
        <translation>在{images}上有 {count} 条建议。</translation>
    </message>
    <message>
        <source>1 image</source>
        <translation>1 张图像</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 张图像</translation>
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
        <source>The plug-in {package} ({name}) failed: {reason}.</source>
        <translation>插件 {package}（{name}）出错：{reason}。</translation>
    </message>
    <message>
        <source>{count} of its {size} bytes are not in the file.</source>
        <translation>其 {size} 字节中有 {count} 字节不在文件中。</translation>
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
        <source>the data ends here</source>
        <translation>数据在此结束</translation>
    </message>
    <message>
        <source>it ends without a value</source>
        <translation>结束时没有值</translation>
    </message>
    <message>
        <source>an operation finds nothing to work on</source>
        <translation>某个操作没有可处理的对象</translation>
    </message>
    <message>
        <source>an operation does not fit what is on the stack</source>
        <translation>某个操作与栈上的内容不符</translation>
    </message>
    <message>
        <source>it refers to a memo entry that does not exist</source>
        <translation>引用了不存在的 memo 条目</translation>
    </message>
    <message>
        <source>protocol {version} is not known</source>
        <translation>不认识协议 {version}</translation>
    </message>
    <message>
        <source>{code} is no pickle operation</source>
        <translation>{code} 不是 pickle 操作</translation>
    </message>
    <message>
        <source>an integer of {count} bytes is not believable</source>
        <translation>{count} 字节的整数不可信</translation>
    </message>
    <message>
        <source>an integer of {count} digits is not believable</source>
        <translation>{count} 位数的整数不可信</translation>
    </message>
    <message>
        <source>a record is compressed in a way that is not known</source>
        <translation>某条记录使用了未知的压缩方式</translation>
    </message>
    <message>
        <source>no end of directory</source>
        <translation>没有目录结尾</translation>
    </message>
    <message>
        <source>no zip64 end of directory</source>
        <translation>没有 zip64 目录结尾</translation>
    </message>
    <message>
        <source>LZMA properties are missing</source>
        <translation>缺少 LZMA 属性</translation>
    </message>
    <message>
        <source>the directory is larger than the file</source>
        <translation>目录大于文件</translation>
    </message>
    <message>
        <source>the directory begins before the file</source>
        <translation>目录起点在文件之前</translation>
    </message>
    <message>
        <source>the directory ends early</source>
        <translation>目录过早结束</translation>
    </message>
    <message>
        <source>the record {name} has no header</source>
        <translation>记录 {name} 没有头部</translation>
    </message>
    <message>
        <source>a compressed record is damaged ({reason})</source>
        <translation>某条压缩记录已损坏（{reason}）</translation>
    </message>
    <message>
        <source>a record lies outside of the file</source>
        <translation>某条记录位于文件之外</translation>
    </message>
    <message>
        <source>bytes that a record inflates to</source>
        <translation>一条记录解压后的字节数</translation>
    </message>
    <message>
        <source>bytes of one pickle</source>
        <translation>单个 pickle 的字节数</translation>
    </message>
    <message>
        <source>it claims to be {count} bytes long</source>
        <translation>声称长度为 {count} 字节</translation>
    </message>
    <message>
        <source>{count} bytes of it are missing</source>
        <translation>缺少其中 {count} 字节</translation>
    </message>
    <message>
        <source>it does not begin with {</source>
        <translation>不以 { 开头</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>it is not JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>it is not JSON ({reason})</source>
        <translation>不是 JSON（{reason}）</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>不是 UTF-8</translation>
    </message>
    <message>
        <source>it is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>{count} more keys occur twice</source>
        <translation>另有 {count} 个键出现两次</translation>
    </message>
    <message>
        <source>__metadata__ is not an object</source>
        <translation>__metadata__ 不是对象</translation>
    </message>
    <message>
        <source>__metadata__ holds more than text</source>
        <translation>__metadata__ 含有文本以外的内容</translation>
    </message>
    <message>
        <source>{count} more tensors cannot be described</source>
        <translation>另有 {count} 个张量无法描述</translation>
    </message>
    <message>
        <source>{name} needs {need} bytes, but its data_offsets span {span}</source>
        <translation>{name} 需要 {need} 字节，但其 data_offsets 跨度为 {span}</translation>
    </message>
    <message>
        <source>it needs {need} bytes, but its data_offsets span {span}</source>
        <translation>它需要 {need} 字节，但其 data_offsets 跨度为 {span}</translation>
    </message>
    <message>
        <source>it needs {need} bytes, of which {have} are there</source>
        <translation>它需要 {need} 字节，实有 {have} 字节</translation>
    </message>
    <message>
        <source>{name} begins {count} bytes before the tensor in front of it ends</source>
        <translation>{name} 的起点比前一个张量的终点早 {count} 字节</translation>
    </message>
    <message>
        <source>{count} bytes in front of {name} belong to no tensor</source>
        <translation>{name} 之前有 {count} 字节不属于任何张量</translation>
    </message>
    <message>
        <source>{count} more overlaps and gaps</source>
        <translation>另有 {count} 处重叠和空隙</translation>
    </message>
    <message>
        <source>its dtype {dtype} is not known</source>
        <translation>不认识其数据类型 {dtype}</translation>
    </message>
    <message>
        <source>its shape is {shape}</source>
        <translation>其形状为 {shape}</translation>
    </message>
    <message>
        <source>its data_offsets are {offsets}</source>
        <translation>其 data_offsets 为 {offsets}</translation>
    </message>
    <message>
        <source>its shape has more elements than any file</source>
        <translation>其形状的元素数超过任何文件</translation>
    </message>
    <message>
        <source>it does not begin with NumPy&apos;s magic</source>
        <translation>不以 NumPy 的魔数开头</translation>
    </message>
    <message>
        <source>version {version} is not known</source>
        <translation>不认识版本 {version}</translation>
    </message>
    <message>
        <source>fortran_order is neither True nor False</source>
        <translation>fortran_order 既不是 True 也不是 False</translation>
    </message>
    <message>
        <source>it is not a Python dictionary</source>
        <translation>不是 Python 字典</translation>
    </message>
    <message>
        <source>descr, fortran_order or shape is not in it</source>
        <translation>缺少 descr、fortran_order 或 shape</translation>
    </message>
    <message>
        <source>its shape is not a tuple of sizes</source>
        <translation>其 shape 不是尺寸的元组</translation>
    </message>
    <message>
        <source>NumPy&apos;s type {name} is none of PyTorch&apos;s</source>
        <translation>NumPy 的类型 {name} 在 PyTorch 中不存在</translation>
    </message>
    <message>
        <source>It begins at an odd byte of a compressed record.</source>
        <translation>它从压缩记录的奇数字节开始。</translation>
    </message>
    <message>
        <source>there is no weight_map in it</source>
        <translation>其中没有 weight_map</translation>
    </message>
    <message>
        <source>{count} entries of weight_map name no file</source>
        <translation>weight_map 中有 {count} 个条目没有指明文件</translation>
    </message>
    <message>
        <source>tensors of the shards that are not in weight_map: {count} ({name} ...)</source>
        <translation>分片中有 {count} 个张量不在 weight_map 中（{name} ...）</translation>
    </message>
    <message>
        <source>{name}: its shard {shard} could not be read.</source>
        <translation>{name}：无法读取其分片 {shard}。</translation>
    </message>
    <message>
        <source>{name}: its pieces do not cover it.</source>
        <translation>{name}：各分块没有覆盖整个张量。</translation>
    </message>
    <message>
        <source>it does not describe a state_dict</source>
        <translation>没有描述 state_dict</translation>
    </message>
    <message>
        <source>what is stored is no tensor</source>
        <translation>存储的不是张量</translation>
    </message>
    <message>
        <source>what is stored is {dtype} of shape {shape}</source>
        <translation>存储的是形状为 {shape} 的 {dtype}</translation>
    </message>
    <message>
        <source>it is stored in a transformed (compressed) way that is not known</source>
        <translation>以未知的变换（压缩）方式存储</translation>
    </message>
    <message>
        <source>its place in the file makes no sense</source>
        <translation>其在文件中的位置没有意义</translation>
    </message>
    <message>
        <source>it ends {count} bytes behind the file</source>
        <translation>它的终点超出文件 {count} 字节</translation>
    </message>
    <message>
        <source>the file {name} cannot be read</source>
        <translation>无法读取文件 {name}</translation>
    </message>
    <message>
        <source>it reaches out of the tensor</source>
        <translation>超出了张量的范围</translation>
    </message>
    <message>
        <source>nothing says where it is stored</source>
        <translation>没有说明它存储在何处</translation>
    </message>
    <message>
        <source>its archive is damaged</source>
        <translation>其归档已损坏</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>not the name of a piece: {name}</source>
        <translation>不是分块的名称：{name}</translation>
    </message>
    <message>
        <source>its entry in the JSON is incomplete</source>
        <translation>其在 JSON 中的条目不完整</translation>
    </message>
    <message>
        <source>it is neither a file nor a folder</source>
        <translation>既不是文件也不是文件夹</translation>
    </message>
    <message>
        <source>there is no checkpoint in it</source>
        <translation>其中没有检查点</translation>
    </message>
    <message>
        <source>{name} cannot be described: {reason}.</source>
        <translation>无法描述 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} has an impossible shape or place</source>
        <translation>{name} 的形状或位置不合理</translation>
    </message>
    <message>
        <source>it gave back no draft of this one</source>
        <translation>它没有返回由此草稿得到的草稿</translation>
    </message>
    <message>
        <source>it holds no tensor</source>
        <translation>其中没有张量</translation>
    </message>
    <message>
        <source>tensors are nested too deeply</source>
        <translation>张量嵌套过深</translation>
    </message>
    <message>
        <source>its shape or stride is not a short list of integers</source>
        <translation>其形状或步幅不是简短的整数列表</translation>
    </message>
    <message>
        <source>it names no storage</source>
        <translation>没有指明存储</translation>
    </message>
    <message>
        <source>its offset is {offset}</source>
        <translation>其偏移为 {offset}</translation>
    </message>
    <message>
        <source>its shape and stride do not fit each other</source>
        <translation>其形状与步幅互不相符</translation>
    </message>
    <message>
        <source>its element type {name} is not known</source>
        <translation>不认识其元素类型 {name}</translation>
    </message>
    <message>
        <source>it wraps {value}, which is no tensor</source>
        <translation>它包装的 {value} 不是张量</translation>
    </message>
    <message>
        <source>its layout {name} is not known</source>
        <translation>不认识其布局 {name}</translation>
    </message>
    <message>
        <source>its indices lie outside of its shape</source>
        <translation>其索引超出形状</translation>
    </message>
    <message>
        <source>{name} was given arguments that do not fit</source>
        <translation>传给 {name} 的参数不符</translation>
    </message>
    <message>
        <source>Its bytes are not in the file.</source>
        <translation>其字节不在文件中。</translation>
    </message>
    <message>
        <source>It needs {need} bytes of its storage, which has {have}.</source>
        <translation>它需要存储中的 {need} 字节，而存储只有 {have} 字节。</translation>
    </message>
    <message>
        <source>Its {part}: {reason}</source>
        <translation>其 {part}：{reason}</translation>
    </message>
    <message>
        <source>The compressed record {name} is damaged ({reason}).</source>
        <translation>压缩记录 {name} 已损坏（{reason}）。</translation>
    </message>
    <message>
        <source>Fetch the file again.</source>
        <translation>请重新获取文件。</translation>
    </message>
    <message>
        <source>{count} values are too many for an exact spectrum (at most {limit}).</source>
        <translation>{count} 个值过多，无法精确计算谱（最多 {limit} 个）。</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>memory of values</source>
        <translation>数值的内存</translation>
    </message>
    <message>
        <source>{path} was not opened.</source>
        <translation>没有打开 {path}。</translation>
    </message>
    <message>
        <source>Values of the type {dtype} cannot be kept; cast them first, to float32 or complex64.</source>
        <translation>类型为 {dtype} 的值无法保留；请先转换为 float32 或 complex64。</translation>
    </message>
    <message>
        <source>it has no list of steps</source>
        <translation>没有步骤列表</translation>
    </message>
    <message>
        <source>step {place} is not an operation with its arguments</source>
        <translation>第 {place} 步不是带参数的操作</translation>
    </message>
    <message>
        <source>step {place} is the unknown operation {name}</source>
        <translation>第 {place} 步是未知操作 {name}</translation>
    </message>
    <message>
        <source>{path}: the name must end in .html or .json.</source>
        <translation>{path}：名称必须以 .html 或 .json 结尾。</translation>
    </message>
    <message>
        <source>{name} ended early while it was read.</source>
        <translation>读取 {name} 时文件提前结束。</translation>
    </message>
    <message>
        <source>bytes {start} to {end} lie outside of the file of {size} bytes</source>
        <translation>字节 {start} 到 {end} 超出了 {size} 字节的文件</translation>
    </message>
    <message>
        <source>{ending} holds tensors only</source>
        <translation>{ending} 只能存放张量</translation>
    </message>
    <message>
        <source>the folder {name} is not there</source>
        <translation>文件夹 {name} 不存在</translation>
    </message>
    <message>
        <source>bytes are missing</source>
        <translation>缺少字节</translation>
    </message>
    <message>
        <source>{name} with keyword arguments</source>
        <translation>带关键字参数的 {name}</translation>
    </message>
    <message>
        <source>tensor whose bytes are not in the file</source>
        <translation>字节不在文件中的张量</translation>
    </message>
    <message>
        <source>there is a {thing} in it</source>
        <translation>其中有{thing}</translation>
    </message>
    <message>
        <source>it would run code when it is loaded</source>
        <translation>加载时会运行代码</translation>
    </message>
    <message>
        <source>it was given up by unwrapping the state_dict</source>
        <translation>提取 state_dict 时已放弃</translation>
    </message>
    <message>
        <source>it is big-endian</source>
        <translation>为大端字节序</translation>
    </message>
    <message>
        <source>a file of the kind {name} has none</source>
        <translation>{name} 类文件没有外层检查点</translation>
    </message>
    <message>
        <source>it holds several state_dicts and none that is the one</source>
        <translation>其中有多个 state_dict，无法确定是哪一个</translation>
    </message>
    <message>
        <source>the weights lie in a pickled module</source>
        <translation>权重位于 pickle 的模块中</translation>
    </message>
    <message>
        <source>its bytes are not those that were written</source>
        <translation>其字节与写入的不同</translation>
    </message>
    <message>
        <source>it is missing or was not asked for</source>
        <translation>缺失或未被要求</translation>
    </message>
    <message>
        <source>it reads back as {dtype} {shape}</source>
        <translation>读回为 {dtype} {shape}</translation>
    </message>
    <message>
        <source>After loading, {name} holds other values than the file.</source>
        <translation>加载后，{name} 的值与文件不同。</translation>
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
        <source>there is not enough room on the disk.</source>
        <translation>磁盘空间不足。</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这样的文件或文件夹</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许此操作</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>这不是文件夹</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>文件夹不是空的</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统只读</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入输出错误</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源正忙</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>参数无效</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Broken pipe</source>
        <translation>管道已断开</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>连接被拒绝</translation>
    </message>
    <message>
        <source>Network is unreachable</source>
        <translation>无法访问网络</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>反向传播</translation>
    </message>
    <message>
        <source>`...` may stand only once.</source>
        <translation>`...` 只能出现一次。</translation>
    </message>
    <message>
        <source>Too many indices ({given}): the number of dimensions is {count}.</source>
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
        <source>{count} modules</source>
        <translation>{count} 个模块</translation>
    </message>
    <message>
        <source>{count} modules · {parameters}</source>
        <translation>{count} 个模块 · {parameters}</translation>
    </message>
    <message>
        <source>+ {count} more tensors</source>
        <translation>+ 另外 {count} 个张量</translation>
    </message>
    <message>
        <source>… {count} more</source>
        <translation>… 还有 {count} 个</translation>
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
    <message>
        <source>The file holds no exported program (no models/*.json in it).</source>
        <translation>文件中没有导出的程序（没有 models/*.json）。</translation>
    </message>
    <message>
        <source>The exported program cannot be read: {reason}.</source>
        <translation>无法读取导出的程序：{reason}。</translation>
    </message>
    <message>
        <source>{name} claims {count} bytes; that is not read.</source>
        <translation>{name} 声称有 {count} 字节，因此没有读取。</translation>
    </message>
    <message>
        <source>The file holds no TorchScript code.</source>
        <translation>文件中没有 TorchScript 代码。</translation>
    </message>
    <message>
        <source>The code of the TorchScript file cannot be read: {reason}.</source>
        <translation>无法读取 TorchScript 文件的代码：{reason}。</translation>
    </message>
    <message>
        <source>The code of the TorchScript file is nested too deeply to be followed.</source>
        <translation>TorchScript 文件的代码嵌套过深，无法跟踪。</translation>
    </message>
    <message>
        <source>The code of the TorchScript file is too large to be followed.</source>
        <translation>TorchScript 文件的代码过大，无法跟踪。</translation>
    </message>
    <message>
        <source>The code of the TorchScript file calls too much to be followed.</source>
        <translation>TorchScript 文件的代码调用过多，无法跟踪。</translation>
    </message>
    <message>
        <source>The TorchScript file has no forward to follow.</source>
        <translation>TorchScript 文件没有可跟踪的 forward。</translation>
    </message>
    <message>
        <source>its output does not depend on any parameter</source>
        <translation>其输出不依赖任何参数</translation>
    </message>
    <message>
        <source>it cannot be traced ({reason})</source>
        <translation>无法追踪（{reason}）</translation>
    </message>
    <message>
        <source>no method was allowed</source>
        <translation>没有允许的方法</translation>
    </message>
    <message>
        <source>exit status {status}</source>
        <translation>退出状态 {status}</translation>
    </message>
    <message>
        <source>it cannot import this program</source>
        <translation>它无法导入本程序</translation>
    </message>
    <message>
        <source>{name} would be downloaded</source>
        <translation>需要下载 {name}</translation>
    </message>
    <message>
        <source>{name} would load weights</source>
        <translation>{name} 会加载权重</translation>
    </message>
    <message>
        <source>{name} is not of this program</source>
        <translation>{name} 不属于本程序</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>it is no valid Python</source>
        <translation>不是有效的 Python</translation>
    </message>
    <message>
        <source>it is no valid Python (line {line})</source>
        <translation>不是有效的 Python（第 {line} 行）</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>没有说明原因</translation>
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
        <source>{name}, line {line} is no row of a table: {reason}.</source>
        <translation>{name} 第 {line} 行不是表格的行：{reason}。</translation>
    </message>
    <message>
        <source>{name}{place}: this is not JSON.</source>
        <translation>{name}{place}：不是 JSON。</translation>
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
        <source>there is no tensor in it</source>
        <translation>其中没有张量</translation>
    </message>
    <message>
        <source>it has more than {count} elements</source>
        <translation>元素超过 {count} 个</translation>
    </message>
    <message>
        <source>it has {count} axes, and the model takes {wanted}, such as {example}</source>
        <translation>它有 {count} 个维度，而模型需要 {wanted} 个，例如 {example}</translation>
    </message>
    <message>
        <source>the model does not take numbers of the type {name}</source>
        <translation>模型不接受 {name} 类型的数值</translation>
    </message>
    <message>
        <source>the model takes no image but {shape}; give it a .npy or .pt</source>
        <translation>模型的输入不是图像而是 {shape}；请给出 .npy 或 .pt</translation>
    </message>
    <message>
        <source>This is no folder of a run: there is no events.jsonl in it.</source>
        <translation>这不是训练运行的文件夹：其中没有 events.jsonl。</translation>
    </message>
    <message>
        <source>The run told no norms of its layers yet.</source>
        <translation>此次训练尚未记录各层的范数。</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>{name} 不存在。</translation>
    </message>
    <message>
        <source>{name} may not be read.</source>
        <translation>没有读取 {name} 的权限。</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} 是文件夹。</translation>
    </message>
    <message>
        <source>{name} is empty.</source>
        <translation>{name} 是空文件。</translation>
    </message>
    <message>
        <source>{name} is a placeholder of Git LFS; the image itself was not downloaded.</source>
        <translation>{name} 是 Git LFS 的占位文件；图像本身没有下载。</translation>
    </message>
    <message>
        <source>{name} is no image of a kind that is known.</source>
        <translation>{name} 不是已知种类的图像。</translation>
    </message>
    <message>
        <source>{name} is broken: {reason}.</source>
        <translation>{name} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{name} cannot be decoded ({reason}).</source>
        <translation>无法解码 {name}（{reason}）。</translation>
    </message>
    <message>
        <source>{name} is too large for the memory that there is.</source>
        <translation>{name} 过大，内存不足。</translation>
    </message>
    <message>
        <source>{name} has {width} x {height} pixels; more than {limit} are not opened.</source>
        <translation>{name} 有 {width} × {height} 像素；超过 {limit} 像素的图像不打开。</translation>
    </message>
    <message>
        <source>{name} would unpack from {bytes} bytes to {width} x {height} pixels: a decompression bomb.</source>
        <translation>{name} 会从 {bytes} 字节解压成 {width} × {height} 像素：这是解压炸弹。</translation>
    </message>
    <message>
        <source>{name} has no pixels.</source>
        <translation>{name} 没有像素。</translation>
    </message>
    <message>
        <source>There is no place to unpack {name}: {reason}.</source>
        <translation>没有地方解压 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} is not there any more.</source>
        <translation>{name} 已不存在。</translation>
    </message>
    <message>
        <source>{name} cannot be unpacked: {reason}.</source>
        <translation>无法解压 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} carries no picture.</source>
        <translation>{name} 不含图像。</translation>
    </message>
    <message>
        <source>The decoded image is no longer complete.</source>
        <translation>解码后的图像已不完整。</translation>
    </message>
    <message>
        <source>its name leads out of the zip</source>
        <translation>其名称指向 zip 之外</translation>
    </message>
    <message>
        <source>it would unpack to {count} bytes</source>
        <translation>解压后将达 {count} 字节</translation>
    </message>
    <message>
        <source>a picture of too many levels</source>
        <translation>图像的层级过多</translation>
    </message>
    <message>
        <source>pictures of shape {shape} are not known</source>
        <translation>不认识形状为 {shape} 的图像</translation>
    </message>
    <message>
        <source>it has {width} x {height} pixels of a kind that is read whole.</source>
        <translation>它有 {width} × {height} 像素，属于只能整体读取的种类。</translation>
    </message>
    <message>
        <source>{name} cannot be listed: {reason}.</source>
        <translation>无法列出 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} is no folder, no image, no list (.txt) of images and no zip.</source>
        <translation>{name} 不是文件夹、图像、图像列表（.txt）或 zip。</translation>
    </message>
    <message>
        <source>{name} is too long for a list of images.</source>
        <translation>{name} 作为图像列表过长。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>无法读取 {name}：{reason}。</translation>
    </message>
    <message>
        <source>{name} names no images.</source>
        <translation>{name} 没有列出图像。</translation>
    </message>
    <message>
        <source>{name} cannot be opened as a zip: {reason}.</source>
        <translation>无法将 {name} 作为 zip 打开：{reason}。</translation>
    </message>
    <message>
        <source>{name} holds no images.</source>
        <translation>{name} 中没有图像。</translation>
    </message>
    <message>
        <source>{field} cannot be compared with {sign}.</source>
        <translation>{field} 不能用 {sign} 比较。</translation>
    </message>
    <message>
        <source>{field}: says nothing to look for.</source>
        <translation>{field}：没有说明要查找什么。</translation>
    </message>
    <message>
        <source>There is no field {field}; there are {names}.</source>
        <translation>没有字段 {field}；可用字段：{names}。</translation>
    </message>
    <message>
        <source>has: knows {names}, not {name}.</source>
        <translation>has: 只认识 {names}，不认识 {name}。</translation>
    </message>
    <message>
        <source>shapes{term} needs a number.</source>
        <translation>shapes{term} 需要一个数字。</translation>
    </message>
    <message>
        <source>{name} is no label schema: it has no list `labels`.</source>
        <translation>{name} 不是标签体系：没有 `labels` 列表。</translation>
    </message>
    <message>
        <source>{name} is not JSON: {reason}.</source>
        <translation>{name} 不是 JSON：{reason}。</translation>
    </message>
    <message>
        <source>{name} is too large for a label schema.</source>
        <translation>{name} 作为标签体系过大。</translation>
    </message>
    <message>
        <source>The label has no name; it is called {name} so that later indices stay.</source>
        <translation>该标签没有名称；命名为 {name}，使后面的编号保持不变。</translation>
    </message>
    <message>
        <source>There are two labels named {name}.</source>
        <translation>有两个标签都叫 {name}。</translation>
    </message>
    <message>
        <source>Rename one of them.</source>
        <translation>请将其中一个改名。</translation>
    </message>
    <message>
        <source>The label {name} was number {index} and stands at place {place}.</source>
        <translation>标签 {name} 的编号为 {index}，却位于第 {place} 位。</translation>
    </message>
    <message>
        <source>Put the lines back, or save the schema to accept the new order.</source>
        <translation>请将各行放回原处，或保存标签体系以接受新顺序。</translation>
    </message>
    <message>
        <source>{name} is removed (it was {index})</source>
        <translation>移除 {name}（原编号 {index}）</translation>
    </message>
    <message>
        <source>{old} becomes {new} ({index})</source>
        <translation>{old} 改为 {new}（{index}）</translation>
    </message>
    <message>
        <source>{name} moves from {old} to {new}</source>
        <translation>{name} 从 {old} 移到 {new}</translation>
    </message>
    <message>
        <source>{name} is new ({index})</source>
        <translation>新增 {name}（{index}）</translation>
    </message>
    <message>
        <source>Saving would change what label indices mean: {changes}.</source>
        <translation>保存会改变标签编号的含义：{changes}。</translation>
    </message>
    <message>
        <source>{name} holds no settings.</source>
        <translation>{name} 中没有设置。</translation>
    </message>
    <message>
        <source>{name} is too large for settings.</source>
        <translation>{name} 作为设置文件过大。</translation>
    </message>
    <message>
        <source>{name} is no list of labels: line {line} is no name.</source>
        <translation>{name} 不是标签列表：第 {line} 行不是名称。</translation>
    </message>
    <message>
        <source>{name} is too large for a list of labels.</source>
        <translation>{name} 作为标签列表过大。</translation>
    </message>
    <message>
        <source>Assistance needs osam, which comes with labelme. Install it with: pip install &quot;labelme&gt;=7.9,&lt;8&quot;</source>
        <translation>智能助手需要 osam，它随 labelme 一起提供。安装命令：pip install &quot;labelme&gt;=7.9,&lt;8&quot;</translation>
    </message>
    <message>
        <source>Select boxes around objects, or points on them.</source>
        <translation>请选中目标外的框，或目标上的点。</translation>
    </message>
    <message>
        <source>{name}: no pair of files *encoder*.onnx and *decoder*.onnx was found.</source>
        <translation>{name}：没有找到成对的 *encoder*.onnx 和 *decoder*.onnx 文件。</translation>
    </message>
    <message>
        <source>{name} is no model that can be loaded: {reason}</source>
        <translation>{name} 不是可以加载的模型：{reason}</translation>
    </message>
    <message>
        <source>The weights of {name} are not on this computer yet. Fetch them in the dialog of the assistant.</source>
        <translation>这台电脑上还没有 {name} 的权重。请在助手的对话框中下载。</translation>
    </message>
    <message>
        <source>The weights of {name} could not be fetched: {reason}</source>
        <translation>无法下载 {name} 的权重：{reason}</translation>
    </message>
    <message>
        <source>{name} cannot be loaded: {reason}</source>
        <translation>无法加载 {name}：{reason}</translation>
    </message>
    <message>
        <source>The model gave no answer: {reason}</source>
        <translation>模型没有给出结果：{reason}</translation>
    </message>
    <message>
        <source>The model could not look at the image: {reason}</source>
        <translation>模型无法读取这张图像：{reason}</translation>
    </message>
    <message>
        <source>A place on the object, or a box around it, is needed.</source>
        <translation>需要目标上的一个位置，或目标外的一个框。</translation>
    </message>
    <message>
        <source>{name} takes neither the input of a SAM encoder nor that of an EfficientSAM one.</source>
        <translation>{name} 的输入既不是 SAM 编码器的，也不是 EfficientSAM 编码器的。</translation>
    </message>
    <message>
        <source>There is no such file or folder.</source>
        <translation>没有这样的文件或文件夹。</translation>
    </message>
    <message>
        <source>No label format that is known here was found in it.</source>
        <translation>其中没有找到已知的标注格式。</translation>
    </message>
    <message>
        <source>Name the format if you know it.</source>
        <translation>如果知道格式，请指明。</translation>
    </message>
    <message>
        <source>There is no file of the format {name} in it.</source>
        <translation>其中没有 {name} 格式的文件。</translation>
    </message>
    <message>
        <source>No format of this name can be read.</source>
        <translation>没有可读取的此名称的格式。</translation>
    </message>
    <message>
        <source>There is no format of this name.</source>
        <translation>没有此名称的格式。</translation>
    </message>
    <message>
        <source>Known are: {names}.</source>
        <translation>已知格式：{names}。</translation>
    </message>
    <message>
        <source>This format can be read but not written.</source>
        <translation>此格式只能读取，不能写出。</translation>
    </message>
    <message>
        <source>The picture is not there.</source>
        <translation>图像不存在。</translation>
    </message>
    <message>
        <source>Name the folder with the pictures.</source>
        <translation>请指明图像所在的文件夹。</translation>
    </message>
    <message>
        <source>{target}: It cannot be written: {reason}.</source>
        <translation>{target}：无法写入：{reason}。</translation>
    </message>
    <message>
        <source>{target}: The export was read back and differs, so nothing was replaced. {first}</source>
        <translation>{target}：导出结果读回后与原标注不一致，因此没有替换任何文件。{first}</translation>
    </message>
    <message>
        <source>The picture was not found.</source>
        <translation>没有找到图像。</translation>
    </message>
    <message>
        <source>A label has line breaks, tabs or blanks around its name; it was taken as {name}.</source>
        <translation>有一个标签的名称含有换行符、制表符，或前后有空白；已作为 {name} 导入。</translation>
    </message>
    <message>
        <source>Rename it in the other tool too.</source>
        <translation>请在那个工具中也为它改名。</translation>
    </message>
    <message>
        <source>Its pictures have no folder in common.</source>
        <translation>其图像不在同一个文件夹中。</translation>
    </message>
    <message>
        <source>Choose a folder to copy them to.</source>
        <translation>请选择一个文件夹，将图像复制到其中。</translation>
    </message>
    <message>
        <source>None of its images is in this folder.</source>
        <translation>其图像都不在此文件夹中。</translation>
    </message>
    <message>
        <source>Choose labels of the same images.</source>
        <translation>请选择相同图像的标注。</translation>
    </message>
    <message>
        <source>It was changed since, and keeps what it has.</source>
        <translation>它之后又被修改，因此保持现状。</translation>
    </message>
    <message>
        <source>The label file is too large.</source>
        <translation>标注文件过大。</translation>
    </message>
    <message>
        <source>The label file is not labelme&apos;s.</source>
        <translation>标注文件不是 labelme 的文件。</translation>
    </message>
    <message>
        <source>The label file cannot be read: {reason}.</source>
        <translation>无法读取标注文件：{reason}。</translation>
    </message>
    <message>
        <source>The label file is not JSON: {reason}.</source>
        <translation>标注文件不是 JSON：{reason}。</translation>
    </message>
    <message>
        <source>The labels were made for an image of {width} x {height} pixels; it has {true_width} x {true_height}.</source>
        <translation>标注是为 {width} × {height} 像素的图像制作的，而图像为 {true_width} × {true_height}。</translation>
    </message>
    <message>
        <source>Check that they belong to this image.</source>
        <translation>请检查标注是否属于此图像。</translation>
    </message>
    <message>
        <source>They were drawn on the image as it is stored, before its EXIF rotation: turn them.</source>
        <translation>标注是在 EXIF 旋转之前的图像上绘制的：请旋转标注。</translation>
    </message>
    <message>
        <source>not a label file</source>
        <translation>不是标注文件</translation>
    </message>
    <message>
        <source>{name} did not come out as it was written; the old file is untouched.</source>
        <translation>{name} 读回的内容与写入的不同；旧文件保持不变。</translation>
    </message>
    <message>
        <source>{name} has {count} bytes; that is no label file.</source>
        <translation>{name} 有 {count} 字节，不是标注文件。</translation>
    </message>
    <message>
        <source>{name} was changed by another program since it was read here. Nothing was overwritten.</source>
        <translation>{name} 在此处读取之后被其他程序修改。没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>{name} was removed by another program since it was read here. Nothing was overwritten.</source>
        <translation>{name} 在此处读取之后被其他程序删除。没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>Shares must be numbers that are not negative, and one must be more than 0.</source>
        <translation>各份比例必须是非负数，且至少有一个大于 0。</translation>
    </message>
    <message>
        <source>It does not have the form of its format.</source>
        <translation>它不符合其格式的形式。</translation>
    </message>
    <message>
        <source>Update the plug-in, or switch it off.</source>
        <translation>请更新该插件，或将其停用。</translation>
    </message>
    <message>
        <source>YOLO boxes</source>
        <translation>YOLO 边界框</translation>
    </message>
    <message>
        <source>YOLO polygons</source>
        <translation>YOLO 多边形</translation>
    </message>
    <message>
        <source>YOLO poses</source>
        <translation>YOLO 姿态</translation>
    </message>
    <message>
        <source>YOLO rotated boxes</source>
        <translation>YOLO 旋转框</translation>
    </message>
    <message>
        <source>Mask PNG folders</source>
        <translation>PNG 掩码文件夹</translation>
    </message>
    <message>
        <source>Class folders</source>
        <translation>类别文件夹</translation>
    </message>
    <message>
        <source>CSV of boxes</source>
        <translation>边界框 CSV</translation>
    </message>
    <message>
        <source>FastAnnotationTool CSV</source>
        <translation>FastAnnotationTool CSV</translation>
    </message>
    <message>
        <source>CVAT 1.1 (images, video tracks)</source>
        <translation>CVAT 1.1（图像、视频轨迹）</translation>
    </message>
    <message>
        <source>VIA 2 (project)</source>
        <translation>VIA 2（项目）</translation>
    </message>
    <message>
        <source>VIA 3 (project)</source>
        <translation>VIA 3（项目）</translation>
    </message>
    <message>
        <source>Labelbox (export)</source>
        <translation>Labelbox（导出）</translation>
    </message>
    <message>
        <source>Labelbox (import)</source>
        <translation>Labelbox（导入）</translation>
    </message>
    <message>
        <source>The file is larger than {size} MB.</source>
        <translation>文件大于 {size} MB。</translation>
    </message>
    <message>
        <source>Split it.</source>
        <translation>请拆分文件。</translation>
    </message>
    <message>
        <source>XML with a document type or entities is not read.</source>
        <translation>不读取带有文档类型声明或实体的 XML。</translation>
    </message>
    <message>
        <source>Remove the DOCTYPE.</source>
        <translation>请移除 DOCTYPE。</translation>
    </message>
    <message>
        <source>The JSON is nested too deeply to be labels.</source>
        <translation>JSON 嵌套过深，不可能是标注。</translation>
    </message>
    <message>
        <source>It is not whole JSON.</source>
        <translation>JSON 不完整。</translation>
    </message>
    <message>
        <source>It is not whole JSON (line {line}).</source>
        <translation>JSON 不完整（第 {line} 行）。</translation>
    </message>
    <message>
        <source>It may have been cut off while it was written.</source>
        <translation>可能在写入时被截断。</translation>
    </message>
    <message>
        <source>It is not whole XML (line {line}).</source>
        <translation>XML 不完整（第 {line} 行）。</translation>
    </message>
    <message>
        <source>It is not XML.</source>
        <translation>这不是 XML。</translation>
    </message>
    <message>
        <source>It is not a table of values ({reason}).</source>
        <translation>这不是数值表（{reason}）。</translation>
    </message>
    <message>
        <source>A number is true or false.</source>
        <translation>应为数字之处是 true 或 false。</translation>
    </message>
    <message>
        <source>A number is missing.</source>
        <translation>缺少一个数字。</translation>
    </message>
    <message>
        <source>{value} is not a number.</source>
        <translation>{value} 不是数字。</translation>
    </message>
    <message>
        <source>A number is not finite.</source>
        <translation>有一个数字不是有限值。</translation>
    </message>
    <message>
        <source>A number is too large.</source>
        <translation>有一个数字过大。</translation>
    </message>
    <message>
        <source>A list of numbers is missing.</source>
        <translation>缺少数字列表。</translation>
    </message>
    <message>
        <source>{count} numbers are expected, there are {have}.</source>
        <translation>应有 {count} 个数字，实有 {have} 个。</translation>
    </message>
    <message>
        <source>{size} is not a size of an image.</source>
        <translation>{size} 不是图像的尺寸。</translation>
    </message>
    <message>
        <source>The record does not have the form of this format ({reason}).</source>
        <translation>该记录不符合此格式的形式（{reason}）。</translation>
    </message>
    <message>
        <source>it has no {name}</source>
        <translation>没有 {name}</translation>
    </message>
    <message>
        <source>The zip holds more than can be labels.</source>
        <translation>zip 中的内容过多，不可能是标注。</translation>
    </message>
    <message>
        <source>The zip would swell to {size} MB and is not unpacked.</source>
        <translation>zip 解压后将达 {size} MB，因此没有解压。</translation>
    </message>
    <message>
        <source>The zip cannot be unpacked ({reason}).</source>
        <translation>无法解压 zip（{reason}）。</translation>
    </message>
    <message>
        <source>The zip holds {name}, which leads out of its folder.</source>
        <translation>zip 中的 {name} 指向文件夹之外。</translation>
    </message>
    <message>
        <source>Line {line} is indented in another way than those before it.</source>
        <translation>第 {line} 行的缩进与前面各行不一致。</translation>
    </message>
    <message>
        <source>Line {line} is indented with a tab.</source>
        <translation>第 {line} 行用制表符缩进。</translation>
    </message>
    <message>
        <source>Line {line} is nested too deeply.</source>
        <translation>第 {line} 行嵌套过深。</translation>
    </message>
    <message>
        <source>Line {line} uses a part of YAML that is not read here ({text}).</source>
        <translation>第 {line} 行使用了此处不读取的 YAML 语法（{text}）。</translation>
    </message>
    <message>
        <source>Line {line} has a bracket that does not end.</source>
        <translation>第 {line} 行的括号没有结束。</translation>
    </message>
    <message>
        <source>Line {line} is neither `key: value` nor `- item`.</source>
        <translation>第 {line} 行既不是 `key: value` 也不是 `- item`。</translation>
    </message>
    <message>
        <source>Line {line} goes on after its bracket.</source>
        <translation>第 {line} 行在括号之后还有内容。</translation>
    </message>
    <message>
        <source>Line {line} has a quoted text that does not end.</source>
        <translation>第 {line} 行的引号没有结束。</translation>
    </message>
    <message>
        <source>Line {line} has a pair without a colon.</source>
        <translation>第 {line} 行有一对缺少冒号。</translation>
    </message>
    <message>
        <source>Line {line} has something between its brackets that is no list.</source>
        <translation>第 {line} 行括号中的内容不是列表。</translation>
    </message>
    <message>
        <source>The record is no object.</source>
        <translation>该记录不是对象。</translation>
    </message>
    <message>
        <source>The record is no task.</source>
        <translation>该记录不是任务。</translation>
    </message>
    <message>
        <source>The record names no image.</source>
        <translation>该记录没有指明图像。</translation>
    </message>
    <message>
        <source>The line names no image.</source>
        <translation>该行没有指明图像。</translation>
    </message>
    <message>
        <source>The row names no image.</source>
        <translation>该行没有指明图像。</translation>
    </message>
    <message>
        <source>The asset names no image.</source>
        <translation>该资源没有指明图像。</translation>
    </message>
    <message>
        <source>The sample names no image.</source>
        <translation>该样本没有指明图像。</translation>
    </message>
    <message>
        <source>The task names no image.</source>
        <translation>该任务没有指明图像。</translation>
    </message>
    <message>
        <source>The image has no name.</source>
        <translation>图像没有名称。</translation>
    </message>
    <message>
        <source>The image has no file_name.</source>
        <translation>图像没有 file_name。</translation>
    </message>
    <message>
        <source>The file has no name.</source>
        <translation>文件没有名称。</translation>
    </message>
    <message>
        <source>The box has a negative size.</source>
        <translation>框的尺寸为负。</translation>
    </message>
    <message>
        <source>The ellipse has a negative radius.</source>
        <translation>椭圆的半径为负。</translation>
    </message>
    <message>
        <source>A radius is negative.</source>
        <translation>有一个半径为负。</translation>
    </message>
    <message>
        <source>A polygon needs 3 points, there are {count}.</source>
        <translation>多边形需要 3 个点，实有 {count} 个。</translation>
    </message>
    <message>
        <source>A polygon needs three points or more.</source>
        <translation>多边形需要至少三个点。</translation>
    </message>
    <message>
        <source>A polygon has {count} numbers; they must be 6 or more, in pairs.</source>
        <translation>多边形有 {count} 个数字；必须至少 6 个且成对。</translation>
    </message>
    <message>
        <source>A {shape} needs {least} points, there are {count}.</source>
        <translation>{shape} 需要 {least} 个点，实有 {count} 个。</translation>
    </message>
    <message>
        <source>A {shape} cannot have {count} points.</source>
        <translation>{shape} 不能有 {count} 个点。</translation>
    </message>
    <message>
        <source>A region of the type {shape} is not known.</source>
        <translation>不认识类型为 {shape} 的区域。</translation>
    </message>
    <message>
        <source>A region of the shape {shape} is not known.</source>
        <translation>不认识形状为 {shape} 的区域。</translation>
    </message>
    <message>
        <source>A region of the shape {shape} with {count} numbers is not known.</source>
        <translation>不认识形状为 {shape}、有 {count} 个数字的区域。</translation>
    </message>
    <message>
        <source>A shape of the kind {shape} is not known.</source>
        <translation>不认识种类为 {shape} 的形状。</translation>
    </message>
    <message>
        <source>There are {across} places across and {down} down.</source>
        <translation>横坐标有 {across} 个，纵坐标有 {down} 个。</translation>
    </message>
    <message>
        <source>A line needs {count} values, there are {have}.</source>
        <translation>一行需要 {count} 个值，实有 {have} 个。</translation>
    </message>
    <message>
        <source>A line needs 8 numbers and a class, there are {count} words.</source>
        <translation>一行需要 8 个数字和一个类别，实有 {count} 项。</translation>
    </message>
    <message>
        <source>A line needs 4 numbers, there are {count}.</source>
        <translation>一行需要 4 个数字，实有 {count} 个。</translation>
    </message>
    <message>
        <source>A row needs 6 or 7 cells, there are {count}.</source>
        <translation>一行需要 6 或 7 个单元格，实有 {count} 个。</translation>
    </message>
    <message>
        <source>The table is empty.</source>
        <translation>表格为空。</translation>
    </message>
    <message>
        <source>There are no label files in it.</source>
        <translation>其中没有标注文件。</translation>
    </message>
    <message>
        <source>Nobody says how large the image is, and places are given in fractions of it.</source>
        <translation>没有说明图像的大小，而位置是按图像的比例给出的。</translation>
    </message>
    <message>
        <source>Nobody says how large the image is, and places are given in percent of it.</source>
        <translation>没有说明图像的大小，而位置是按图像的百分比给出的。</translation>
    </message>
    <message>
        <source>A mask of {width} x {height} pixels is too large.</source>
        <translation>{width} × {height} 像素的掩码过大。</translation>
    </message>
    <message>
        <source>A mask of {width} x {height} pixels cannot be right.</source>
        <translation>{width} × {height} 像素的掩码不可能正确。</translation>
    </message>
    <message>
        <source>A mask of {width} x {height} pixels is more than the {limit} that are allowed.</source>
        <translation>{width} × {height} 像素的掩码超过了允许的 {limit} 像素。</translation>
    </message>
    <message>
        <source>The mask cannot be read ({reason}).</source>
        <translation>无法读取掩码（{reason}）。</translation>
    </message>
    <message>
        <source>The mask is empty.</source>
        <translation>掩码为空。</translation>
    </message>
    <message>
        <source>The mask is not a PNG in base64.</source>
        <translation>掩码不是 base64 编码的 PNG。</translation>
    </message>
    <message>
        <source>The mask holds colours and not numbers of labels.</source>
        <translation>掩码中是颜色而不是标签编号。</translation>
    </message>
    <message>
        <source>The masks of classes and of objects differ in size.</source>
        <translation>类别掩码与目标掩码的尺寸不同。</translation>
    </message>
    <message>
        <source>There are no masks in it.</source>
        <translation>其中没有掩码。</translation>
    </message>
    <message>
        <source>The run lengths of a {tool} mask are not whole numbers.</source>
        <translation>{tool} 掩码的游程不是整数。</translation>
    </message>
    <message>
        <source>The run lengths of a {tool} mask do not fit its size.</source>
        <translation>{tool} 掩码的游程与其尺寸不符。</translation>
    </message>
    <message>
        <source>The run lengths of a {tool} mask cover {filled} pixels, its size has {total}.</source>
        <translation>{tool} 掩码的游程覆盖 {filled} 像素，而其尺寸为 {total} 像素。</translation>
    </message>
    <message>
        <source>The compressed run lengths of a COCO mask end too early.</source>
        <translation>COCO 掩码的压缩游程过早结束。</translation>
    </message>
    <message>
        <source>The compressed run lengths of a COCO mask hold a letter that cannot be right.</source>
        <translation>COCO 掩码的压缩游程中有不可能出现的字符。</translation>
    </message>
    <message>
        <source>The `counts` of a COCO mask are neither text nor a list.</source>
        <translation>COCO 掩码的 `counts` 既不是文本也不是列表。</translation>
    </message>
    <message>
        <source>A COCO mask needs `size` (height and width) and `counts`.</source>
        <translation>COCO 掩码需要 `size`（高和宽）和 `counts`。</translation>
    </message>
    <message>
        <source>A brush of {width} x {height} pixels is more than the {limit} that are allowed.</source>
        <translation>{width} × {height} 像素的画笔掩码超过了允许的 {limit} 像素。</translation>
    </message>
    <message>
        <source>The run lengths of a brush are not bytes.</source>
        <translation>画笔掩码的游程不是字节。</translation>
    </message>
    <message>
        <source>The run lengths of a brush are not numbers.</source>
        <translation>画笔掩码的游程不是数字。</translation>
    </message>
    <message>
        <source>The brush is of {count} pixels and the image of {pixels}.</source>
        <translation>画笔掩码有 {count} 像素，而图像有 {pixels} 像素。</translation>
    </message>
    <message>
        <source>The values of the brush have {bits} bits and not 8.</source>
        <translation>画笔掩码的值为 {bits} 位而不是 8 位。</translation>
    </message>
    <message>
        <source>The run lengths of the brush end too early.</source>
        <translation>画笔掩码的游程过早结束。</translation>
    </message>
    <message>
        <source>The run lengths of the brush go beyond the image.</source>
        <translation>画笔掩码的游程超出图像。</translation>
    </message>
    <message>
        <source>The brush covers nothing.</source>
        <translation>画笔掩码没有覆盖任何像素。</translation>
    </message>
    <message>
        <source>The brush has neither run lengths nor a picture.</source>
        <translation>画笔掩码既没有游程也没有图像。</translation>
    </message>
    <message>
        <source>Labels are numbered as they occur.</source>
        <translation>标签按出现的顺序编号。</translation>
    </message>
    <message>
        <source>The other files are read.</source>
        <translation>其他文件照常读取。</translation>
    </message>
    <message>
        <source>This JSON file is not labelme&apos;s: it has no `shapes`.</source>
        <translation>此 JSON 文件不是 labelme 的：没有 `shapes`。</translation>
    </message>
    <message>
        <source>This JSON file is not labelme&apos;s: it does not begin with `{`.</source>
        <translation>此 JSON 文件不是 labelme 的：不以 `{` 开头。</translation>
    </message>
    <message>
        <source>`shapes` is not a list.</source>
        <translation>`shapes` 不是列表。</translation>
    </message>
    <message>
        <source>This file is nested too deeply to be a label file.</source>
        <translation>此文件嵌套过深，不可能是标注文件。</translation>
    </message>
    <message>
        <source>This is not JSON: {reason}.</source>
        <translation>这不是 JSON：{reason}。</translation>
    </message>
    <message>
        <source>The shape type {name} is not known; the shape became a polygon.</source>
        <translation>不认识形状类型 {name}；该形状已成为多边形。</translation>
    </message>
    <message>
        <source>A shape of type {name} cannot have {count} points; it became a polygon.</source>
        <translation>类型为 {name} 的形状不能有 {count} 个点；它已成为多边形。</translation>
    </message>
    <message>
        <source>group_id {value} is not a number; it became {number}.</source>
        <translation>group_id {value} 不是数字；已改为 {number}。</translation>
    </message>
    <message>
        <source>The label {value} is not text; it is taken as text.</source>
        <translation>标签 {value} 不是文本；已按文本处理。</translation>
    </message>
    <message>
        <source>This is not a shape; it is left as it is.</source>
        <translation>这不是形状；保持原样。</translation>
    </message>
    <message>
        <source>`points` is not a list of pairs of numbers; the shape is left as it is.</source>
        <translation>`points` 不是数字对的列表；该形状保持原样。</translation>
    </message>
    <message>
        <source>The shape has no points; it is left as it is.</source>
        <translation>该形状没有点；保持原样。</translation>
    </message>
    <message>
        <source>The mask is {width} x {height} pixels, its box is not; the mask counts.</source>
        <translation>掩码为 {width} × {height} 像素，与其框不符；以掩码为准。</translation>
    </message>
    <message>
        <source>The shape has no label.</source>
        <translation>该形状没有标签。</translation>
    </message>
    <message>
        <source>Give it one.</source>
        <translation>请为它设定标签。</translation>
    </message>
    <message>
        <source>The shape became its box.</source>
        <translation>该形状已成为其外框。</translation>
    </message>
    <message>
        <source>There are no COCO images in it.</source>
        <translation>其中没有 COCO 图像。</translation>
    </message>
    <message>
        <source>It has neither segmentation, nor keypoints, nor a box.</source>
        <translation>它既没有分割，也没有关键点或框。</translation>
    </message>
    <message>
        <source>There are {count} numbers of keypoints; they must come in threes.</source>
        <translation>关键点有 {count} 个数字；必须三个一组。</translation>
    </message>
    <message>
        <source>There is no image with the id {id}.</source>
        <translation>没有 id 为 {id} 的图像。</translation>
    </message>
    <message>
        <source>There is no category {id}.</source>
        <translation>没有类别 {id}。</translation>
    </message>
    <message>
        <source>The id {id} is that of another image.</source>
        <translation>id {id} 属于另一张图像。</translation>
    </message>
    <message>
        <source>There are no YOLO label files in it.</source>
        <translation>其中没有 YOLO 标注文件。</translation>
    </message>
    <message>
        <source>There is no {file}; classes are called by their numbers.</source>
        <translation>没有 {file}；类别以编号命名。</translation>
    </message>
    <message>
        <source>There is no obj.data in it.</source>
        <translation>其中没有 obj.data。</translation>
    </message>
    <message>
        <source>The class list {file} is not there.</source>
        <translation>类别列表 {file} 不存在。</translation>
    </message>
    <message>
        <source>{value} is not the number of a class.</source>
        <translation>{value} 不是类别编号。</translation>
    </message>
    <message>
        <source>A box needs a class and 4 numbers, there are {count}.</source>
        <translation>框需要一个类别和 4 个数字，实有 {count} 个。</translation>
    </message>
    <message>
        <source>A rotated box needs a class and 8 numbers, there are {count}.</source>
        <translation>旋转框需要一个类别和 8 个数字，实有 {count} 个。</translation>
    </message>
    <message>
        <source>A pose needs {count} numbers in all, there are {have}.</source>
        <translation>姿态共需要 {count} 个数字，实有 {have} 个。</translation>
    </message>
    <message>
        <source>The picture {name} is not there, so the places of its shapes ({count}) are not known.</source>
        <translation>图像 {name} 不存在，因此其 {count} 个形状的位置未知。</translation>
    </message>
    <message>
        <source>There are no VOC files in it.</source>
        <translation>其中没有 VOC 文件。</translation>
    </message>
    <message>
        <source>It is XML of another kind.</source>
        <translation>这是另一种 XML。</translation>
    </message>
    <message>
        <source>It has no bndbox.</source>
        <translation>没有 bndbox。</translation>
    </message>
    <message>
        <source>Class folders are a folder.</source>
        <translation>类别文件夹必须是一个文件夹。</translation>
    </message>
    <message>
        <source>There are no pictures in it.</source>
        <translation>其中没有图像。</translation>
    </message>
    <message>
        <source>It is not CreateML&apos;s list of images.</source>
        <translation>这不是 CreateML 的图像列表。</translation>
    </message>
    <message>
        <source>It is XML of another kind than CVAT&apos;s.</source>
        <translation>这不是 CVAT 的 XML。</translation>
    </message>
    <message>
        <source>The skeleton has no points.</source>
        <translation>骨架没有点。</translation>
    </message>
    <message>
        <source>It is too long to be filled in between its keyframes.</source>
        <translation>轨迹过长，无法在关键帧之间插值。</translation>
    </message>
    <message>
        <source>{value} is not the number of a frame.</source>
        <translation>{value} 不是帧号。</translation>
    </message>
    <message>
        <source>a skeleton is read with the names of its keypoints</source>
        <translation>骨架按其关键点的名称读取</translation>
    </message>
    <message>
        <source>There are no lines of DataTurks in it.</source>
        <translation>其中没有 DataTurks 的行。</translation>
    </message>
    <message>
        <source>{count} lines are about text or video and are left out: this program labels images.</source>
        <translation>有 {count} 行是关于文本或视频的，已略去：本程序标注图像。</translation>
    </message>
    <message>
        <source>The line is not about an image.</source>
        <translation>该行与图像无关。</translation>
    </message>
    <message>
        <source>There are no Label Studio tasks in it.</source>
        <translation>其中没有 Label Studio 任务。</translation>
    </message>
    <message>
        <source>The configuration {name} is not read: {reason}</source>
        <translation>没有读取配置 {name}：{reason}</translation>
    </message>
    <message>
        <source>The task does not say of which image it is.</source>
        <translation>该任务没有说明属于哪张图像。</translation>
    </message>
    <message>
        <source>The task is not about an image.</source>
        <translation>该任务与图像无关。</translation>
    </message>
    <message>
        <source>There are {count} sets of annotations; the newest is taken.</source>
        <translation>有 {count} 组标注；采用最新的一组。</translation>
    </message>
    <message>
        <source>Delete the others in Label Studio if you want another one.</source>
        <translation>如需另一组，请在 Label Studio 中删除其余各组。</translation>
    </message>
    <message>
        <source>A result of the type {name} is not about an image; it is left out.</source>
        <translation>类型为 {name} 的结果与图像无关，已略去。</translation>
    </message>
    <message>
        <source>There are no records of Labelbox in it.</source>
        <translation>其中没有 Labelbox 的记录。</translation>
    </message>
    <message>
        <source>The pixels of {count} masks lie in Labelbox&apos;s cloud, which is not reached from here.</source>
        <translation>有 {count} 个掩码的像素存放在 Labelbox 云端，此处无法访问。</translation>
    </message>
    <message>
        <source>Put their PNGs beside the file, named by the feature&apos;s id.</source>
        <translation>请将其 PNG 放在该文件旁，以 feature 的 id 命名。</translation>
    </message>
    <message>
        <source>There are {count} sets of labels; the newest is taken.</source>
        <translation>有 {count} 组标注；采用最新的一组。</translation>
    </message>
    <message>
        <source>The labels are of a video; only images are read.</source>
        <translation>标注属于视频；此处只读取图像。</translation>
    </message>
    <message>
        <source>The line has neither a shape nor an answer.</source>
        <translation>该行既没有形状也没有答案。</translation>
    </message>
    <message>
        <source>The line does not say of which image it is.</source>
        <translation>该行没有说明属于哪张图像。</translation>
    </message>
    <message>
        <source>It has neither box, polygon, line, point nor mask.</source>
        <translation>它没有框、多边形、线、点或掩码。</translation>
    </message>
    <message>
        <source>The mask lies in Labelbox&apos;s cloud.</source>
        <translation>掩码存放在 Labelbox 云端。</translation>
    </message>
    <message>
        <source>It is not a folder with pictures and their masks.</source>
        <translation>这不是包含图像及其掩码的文件夹。</translation>
    </message>
    <message>
        <source>There are no masks of PixelAnnotationTool in it.</source>
        <translation>其中没有 PixelAnnotationTool 的掩码。</translation>
    </message>
    <message>
        <source>The watershed was not run on this picture; its markers are read as they are.</source>
        <translation>尚未对此图像运行分水岭；标记按原样读取。</translation>
    </message>
    <message>
        <source>The list of labels is not read: {reason}</source>
        <translation>没有读取标签列表：{reason}</translation>
    </message>
    <message>
        <source>The id {id} is that of {name} too.</source>
        <translation>id {id} 也属于 {name}。</translation>
    </message>
    <message>
        <source>It is no data set of Universal Data Tool.</source>
        <translation>这不是 Universal Data Tool 的数据集。</translation>
    </message>
    <message>
        <source>The sample is no image ({reason}); it is left out.</source>
        <translation>该样本不是图像（{reason}），已略去。</translation>
    </message>
    <message>
        <source>it has no imageUrl</source>
        <translation>没有 imageUrl</translation>
    </message>
    <message>
        <source>The keypoints have no places.</source>
        <translation>关键点没有位置。</translation>
    </message>
    <message>
        <source>Its first line is not that of Universal Data Tool&apos;s CSV.</source>
        <translation>第一行不是 Universal Data Tool 的 CSV 表头。</translation>
    </message>
    <message>
        <source>The row has no path, or one that is too deep.</source>
        <translation>该行没有路径，或路径过深。</translation>
    </message>
    <message>
        <source>There are no annotations of VIA in it.</source>
        <translation>其中没有 VIA 的标注。</translation>
    </message>
    <message>
        <source>Its first line is not that of VIA&apos;s CSV.</source>
        <translation>第一行不是 VIA 的 CSV 表头。</translation>
    </message>
    <message>
        <source>It is not a project of VIA 3.</source>
        <translation>这不是 VIA 3 的项目。</translation>
    </message>
    <message>
        <source>The three places of a circle lie on a line.</source>
        <translation>圆的三个位置在一条直线上。</translation>
    </message>
    <message>
        <source>There is no view {name}.</source>
        <translation>没有视图 {name}。</translation>
    </message>
    <message>
        <source>The file {name} is not an image; it is left out.</source>
        <translation>文件 {name} 不是图像，已略去。</translation>
    </message>
    <message>
        <source>There is no VoTT project or export in it.</source>
        <translation>其中没有 VoTT 项目或导出文件。</translation>
    </message>
    <message>
        <source>It is neither a project of VoTT nor an export.</source>
        <translation>这既不是 VoTT 项目，也不是其导出文件。</translation>
    </message>
    <message>
        <source>The region has neither a box nor points.</source>
        <translation>该区域既没有框也没有点。</translation>
    </message>
    <message>
        <source>The id of the asset cannot be the name of a file.</source>
        <translation>该资源的 id 不能作为文件名。</translation>
    </message>
    <message>
        <source>Two assets have an image of this name; the folder with the pictures tells them apart.</source>
        <translation>有两个资源的图像同名；图像所在的文件夹可以区分它们。</translation>
    </message>
    <message>
        <source>Its first line is not that of VoTT&apos;s CSV.</source>
        <translation>第一行不是 VoTT 的 CSV 表头。</translation>
    </message>
    <message>
        <source>Images only.</source>
        <translation>仅限图像。</translation>
    </message>
    <message>
        <source>Exported files; pixels of masks that lie in its cloud are not fetched.</source>
        <translation>导出的文件；不获取存放在其云端的掩码像素。</translation>
    </message>
    <message>
        <source>Its lines about images.</source>
        <translation>其中与图像有关的行。</translation>
    </message>
    <message>
        <source>What it exports.</source>
        <translation>它导出的文件。</translation>
    </message>
    <message>
        <source>Instances and keypoints; not panoptic.</source>
        <translation>实例和关键点；不含全景分割。</translation>
    </message>
    <message>
        <source>What it dumps as Pascal VOC, frame by frame.</source>
        <translation>它逐帧导出的 Pascal VOC 文件。</translation>
    </message>
    <message>
        <source>the size is {width} x {height} and not {wanted_width} x {wanted_height}.</source>
        <translation>尺寸为 {width} × {height}，而不是 {wanted_width} × {wanted_height}。</translation>
    </message>
    <message>
        <source>the state is {state} and not {wanted_state}.</source>
        <translation>状态为{state}，而不是{wanted_state}。</translation>
    </message>
    <message>
        <source>the classes are {names} and not {wanted}.</source>
        <translation>类别为 {names}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>the image&apos;s attributes differ.</source>
        <translation>图像的属性不同。</translation>
    </message>
    <message>
        <source>the frame is {frame} and not {wanted}.</source>
        <translation>帧号为 {frame}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>the sequence is {name} and not {wanted}.</source>
        <translation>序列为 {name}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>the notes differ.</source>
        <translation>备注不同。</translation>
    </message>
    <message>
        <source>there are {count} relations and not {wanted}.</source>
        <translation>有 {count} 个关系，而不是 {wanted} 个。</translation>
    </message>
    <message>
        <source>groups of shapes have become one.</source>
        <translation>多组形状合成了一组。</translation>
    </message>
    <message>
        <source>The labels are {names} and not {wanted}.</source>
        <translation>标签为 {names}，而不是 {wanted}。</translation>
    </message>
    <message>
        <source>the image should not be there.</source>
        <translation>不应有该图像。</translation>
    </message>
    <message>
        <source>the image is missing.</source>
        <translation>缺少该图像。</translation>
    </message>
    <message>
        <source>the {kind} {label} at {place} is missing or differs.</source>
        <translation>位于 {place} 的{kind} {label} 缺失或不同。</translation>
    </message>
    <message>
        <source>the {kind} {label} at {place} should not be there.</source>
        <translation>不应有位于 {place} 的{kind} {label}。</translation>
    </message>
    <message>
        <source>rectangle</source>
        <translation>矩形框</translation>
    </message>
    <message>
        <source>rotated_rectangle</source>
        <translation>旋转框</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>circle</source>
        <translation>圆</translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>line</source>
        <translation>线段</translation>
    </message>
    <message>
        <source>polyline</source>
        <translation>折线</translation>
    </message>
    <message>
        <source>point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>points</source>
        <translation>点集</translation>
    </message>
    <message>
        <source>skeleton</source>
        <translation>骨架</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>cuboid</source>
        <translation>长方体</translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>track</source>
        <translation>轨迹编号</translation>
    </message>
    <message>
        <source>z order</source>
        <translation>叠放次序</translation>
    </message>
    <message>
        <source>occluded</source>
        <translation>“被遮挡”标记</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>“被截断”标记</translation>
    </message>
    <message>
        <source>difficult</source>
        <translation>“难例”标记</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>“锁定”标记</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>score of a suggestion</source>
        <translation>建议的分数</translation>
    </message>
    <message>
        <source>name of the model that proposed a shape</source>
        <translation>提出建议的模型名称</translation>
    </message>
    <message>
        <source>attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>flags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>hotkey</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>supercategories</source>
        <translation>上级类别</translation>
    </message>
    <message>
        <source>allowed kinds</source>
        <translation>允许的种类</translation>
    </message>
    <message>
        <source>attribute definitions</source>
        <translation>属性定义</translation>
    </message>
    <message>
        <source>whole pixels</source>
        <translation>整像素</translation>
    </message>
    <message>
        <source>{count} pixels</source>
        <translation>{count} 像素</translation>
    </message>
    <message>
        <source>label with line breaks, tabs or blanks around it written on one line</source>
        <translation>标签含有换行符、制表符或前后空白，已写为一行</translation>
    </message>
    <message>
        <source>shape of an object that has left the picture dropped</source>
        <translation>已丢弃离开画面的目标的形状</translation>
    </message>
    <message>
        <source>interpolated shape at the end of a track became a keyframe</source>
        <translation>轨迹末端的插值形状变为关键帧</translation>
    </message>
    <message>
        <source>place of an object outside the picture dropped</source>
        <translation>已丢弃画面之外的目标的位置</translation>
    </message>
    <message>
        <source>track of a {kind} dropped</source>
        <translation>已丢弃{kind}的轨迹</translation>
    </message>
    <message>
        <source>{what} dropped</source>
        <translation>{what}被舍弃</translation>
    </message>
    <message>
        <source>{kind} became {into}</source>
        <translation>{kind}改为{into}</translation>
    </message>
    <message>
        <source>empty {kind} dropped</source>
        <translation>空的{kind}被舍弃</translation>
    </message>
    <message>
        <source>{kind} too large for a mask dropped</source>
        <translation>过大而无法成为掩码的{kind}被舍弃</translation>
    </message>
    <message>
        <source>{kind} with holes became mask</source>
        <translation>带孔的{kind}改为掩码</translation>
    </message>
    <message>
        <source>{kind} outside the image dropped</source>
        <translation>图像之外的{kind}被舍弃</translation>
    </message>
    <message>
        <source>{kind} clipped to the image</source>
        <translation>{kind}被裁剪到图像范围内</translation>
    </message>
    <message>
        <source>{kind} rounded to {step}</source>
        <translation>{kind}的坐标取整到{step}</translation>
    </message>
    <message>
        <source>{kind} became {into} in labelme</source>
        <translation>{kind}在 labelme 中显示为{into}</translation>
    </message>
    <message>
        <source>{kind} became single points</source>
        <translation>{kind}拆成单个点</translation>
    </message>
    <message>
        <source>{kind} became single points of a group</source>
        <translation>{kind}拆成一组单个点</translation>
    </message>
    <message>
        <source>{what} of shapes dropped</source>
        <translation>形状的{what}被舍弃</translation>
    </message>
    <message>
        <source>{what} of labels dropped</source>
        <translation>标签的{what}被舍弃</translation>
    </message>
    <message>
        <source>state {state} dropped</source>
        <translation>状态“{state}”未保留</translation>
    </message>
    <message>
        <source>keys that only {name} knows dropped</source>
        <translation>只有 {name} 认识的键未保留</translation>
    </message>
    <message>
        <source>holes filled</source>
        <translation>孔被填满</translation>
    </message>
    <message>
        <source>holes joined to the outline by a cut</source>
        <translation>孔通过切口并入轮廓</translation>
    </message>
    <message>
        <source>hole became a cut in the outline</source>
        <translation>孔改为轮廓上的切口</translation>
    </message>
    <message>
        <source>parts of one object joined by a cut</source>
        <translation>同一目标的各部分通过切口合并</translation>
    </message>
    <message>
        <source>parts of one object separated</source>
        <translation>同一目标的各部分被拆开</translation>
    </message>
    <message>
        <source>shape with several labels repeated for each</source>
        <translation>有多个标签的形状按每个标签各写一次</translation>
    </message>
    <message>
        <source>shape without a label called {label}</source>
        <translation>没有标签的形状命名为 {label}</translation>
    </message>
    <message>
        <source>labels beside the first dropped</source>
        <translation>第一个以外的标签未保留</translation>
    </message>
    <message>
        <source>only the first label is shown by labelme</source>
        <translation>labelme 只显示第一个标签</translation>
    </message>
    <message>
        <source>shape without a place is hidden from labelme</source>
        <translation>没有位置的形状在 labelme 中不显示</translation>
    </message>
    <message>
        <source>shapes on an image of unknown size dropped</source>
        <translation>尺寸未知的图像上的形状被舍弃</translation>
    </message>
    <message>
        <source>skeleton without a labelled keypoint dropped</source>
        <translation>没有已标注关键点的骨架被舍弃</translation>
    </message>
    <message>
        <source>skeleton given hidden keypoints to have as many as the others</source>
        <translation>为骨架补上隐藏关键点，使数量与其他骨架一致</translation>
    </message>
    <message>
        <source>places of hidden keypoints dropped</source>
        <translation>隐藏关键点的位置未保留</translation>
    </message>
    <message>
        <source>that a keypoint is occluded dropped</source>
        <translation>关键点的遮挡标记未保留</translation>
    </message>
    <message>
        <source>names and bones of keypoints dropped</source>
        <translation>关键点的名称和连线未保留</translation>
    </message>
    <message>
        <source>mirrored pairs of keypoints dropped</source>
        <translation>关键点的镜像对未保留</translation>
    </message>
    <message>
        <source>mirrored pairs and places of keypoints dropped</source>
        <translation>关键点的镜像对和位置未保留</translation>
    </message>
    <message>
        <source>group of shapes dropped</source>
        <translation>形状的编组未保留</translation>
    </message>
    <message>
        <source>group of a single shape dropped</source>
        <translation>只有一个形状的编组未保留</translation>
    </message>
    <message>
        <source>relations between shapes dropped</source>
        <translation>形状之间的关系未保留</translation>
    </message>
    <message>
        <source>relation to a shape that is not written dropped</source>
        <translation>与未写出的形状的关系未保留</translation>
    </message>
    <message>
        <source>classes of images dropped</source>
        <translation>图像的类别未保留</translation>
    </message>
    <message>
        <source>attributes of images dropped</source>
        <translation>图像的属性未保留</translation>
    </message>
    <message>
        <source>notes on images dropped</source>
        <translation>图像的备注未保留</translation>
    </message>
    <message>
        <source>sequence of images dropped</source>
        <translation>图像的序列未保留</translation>
    </message>
    <message>
        <source>frame number dropped</source>
        <translation>帧号未保留</translation>
    </message>
    <message>
        <source>labels that no shape has dropped</source>
        <translation>没有形状使用的标签未保留</translation>
    </message>
    <message>
        <source>picture not found</source>
        <translation>没有找到图像</translation>
    </message>
    <message>
        <source>picture renamed because its folder has one of that name</source>
        <translation>文件夹中已有同名图像，因此改名</translation>
    </message>
    <message>
        <source>image without a class dropped</source>
        <translation>没有类别的图像被舍弃</translation>
    </message>
    <message>
        <source>subset of an image dropped</source>
        <translation>图像所属的子集被舍弃</translation>
    </message>
    <message>
        <source>image of several classes put into each</source>
        <translation>有多个类别的图像放入每个类别</translation>
    </message>
    <message>
        <source>class renamed to be a folder&apos;s name</source>
        <translation>类别改名以作为文件夹名</translation>
    </message>
    <message>
        <source>empty mask dropped</source>
        <translation>空的掩码被舍弃</translation>
    </message>
    <message>
        <source>mask covered by others dropped</source>
        <translation>被其他掩码完全覆盖的掩码被舍弃</translation>
    </message>
    <message>
        <source>pixels covered by masks above dropped</source>
        <translation>被上层掩码覆盖的像素未保留</translation>
    </message>
    <message>
        <source>shape of a label beyond the 254th dropped</source>
        <translation>第 254 个以后的标签的形状被舍弃</translation>
    </message>
    <message>
        <source>objects of one label became one area</source>
        <translation>同一标签的多个目标合成一个区域</translation>
    </message>
    <message>
        <source>points of one place became point</source>
        <translation>位置相同的多个点改为一个点</translation>
    </message>
    <message>
        <source>four corners became the smallest rotated rectangle around them</source>
        <translation>四个角点改为包围它们的最小旋转框</translation>
    </message>
    <message>
        <source>spaces in a label replaced by hyphens</source>
        <translation>标签中的空格改为连字符</translation>
    </message>
    <message>
        <source>rotated_rectangle without right angles became polygon</source>
        <translation>没有直角的旋转框改为多边形</translation>
    </message>
    <message>
        <source>corners of rotated_rectangle moved to right angles</source>
        <translation>旋转框的角点被移成直角</translation>
    </message>
    <message>
        <source>axes of ellipse moved to a right angle</source>
        <translation>椭圆的轴被移成直角</translation>
    </message>
    <message>
        <source>handle of circle moved to the right</source>
        <translation>圆的手柄移到右侧</translation>
    </message>
    <message>
        <source>attribute {name} renamed</source>
        <translation>属性 {name} 被改名</translation>
    </message>
    <message>
        <source>box at the image&apos;s first row or column lifted to 1</source>
        <translation>位于图像第一行或第一列的框移到 1</translation>
    </message>
    <message>
        <source>attributes that change along a track made mutable</source>
        <translation>沿轨迹变化的属性改为可变属性</translation>
    </message>
    <message>
        <source>track of several shapes, labels, kinds or groups divided</source>
        <translation>含多个形状、标签、种类或编组的轨迹被拆开</translation>
    </message>
    <message>
        <source>Nothing was lost.</source>
        <translation>没有任何损失。</translation>
    </message>
    <message>
        <source>rejected by a person</source>
        <translation>被人工拒绝</translation>
    </message>
    <message>
        <source>not labelled yet</source>
        <translation>尚未标注</translation>
    </message>
    <message>
        <source>only suggestions that nobody accepted</source>
        <translation>只有无人接受的建议</translation>
    </message>
    <message>
        <source>no shape that this task can use</source>
        <translation>没有此任务可用的形状</translation>
    </message>
    <message>
        <source>no class for the whole image</source>
        <translation>没有图像级类别</translation>
    </message>
    <message>
        <source>classification</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>segmentation</source>
        <translation>分割</translation>
    </message>
    <message>
        <source>keypoints</source>
        <translation>关键点</translation>
    </message>
    <message>
        <source>Nothing to learn for {task} ({left}).</source>
        <translation>没有可用于{task}的训练数据（{left}）。</translation>
    </message>
    <message>
        <source>there are no images</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>Label a few images, or choose another task.</source>
        <translation>请标注一些图像，或选择其他任务。</translation>
    </message>
    <message>
        <source>No labelled image is in the training part of the split.</source>
        <translation>划分的训练部分中没有已标注的图像。</translation>
    </message>
    <message>
        <source>Divide the images again.</source>
        <translation>请重新划分图像。</translation>
    </message>
    <message>
        <source>Segmentation can learn {most} classes at most; the labels have {count}.</source>
        <translation>分割最多可以学习 {most} 个类别；标注中有 {count} 个。</translation>
    </message>
    <message>
        <source>Join labels, or choose another task.</source>
        <translation>请合并标签，或选择其他任务。</translation>
    </message>
    <message>
        <source>The labels cannot be read: {reason}.</source>
        <translation>无法读取标注：{reason}。</translation>
    </message>
    <message>
        <source>The run&apos;s data cannot be read: {reason}.</source>
        <translation>无法读取训练的数据：{reason}。</translation>
    </message>
    <message>
        <source>The run&apos;s data is damaged.</source>
        <translation>训练的数据已损坏。</translation>
    </message>
    <message>
        <source>Start a new run from the labels.</source>
        <translation>请用标注新建训练。</translation>
    </message>
    <message>
        <source>None of the images can be read.</source>
        <translation>没有一张图像可以读取。</translation>
    </message>
    <message>
        <source>Put them where their labels say that they are, or choose other labels.</source>
        <translation>请把图像放到标注所指的位置，或选择其他标注。</translation>
    </message>
    <message>
        <source>{count} rejected by a person</source>
        <translation>{count} 张被人工拒绝</translation>
    </message>
    <message>
        <source>{count} not labelled yet</source>
        <translation>{count} 张尚未标注</translation>
    </message>
    <message>
        <source>{count} only suggestions that nobody accepted</source>
        <translation>{count} 张只有无人接受的建议</translation>
    </message>
    <message>
        <source>{count} no shape that this task can use</source>
        <translation>{count} 张没有此任务可用的形状</translation>
    </message>
    <message>
        <source>{count} no class for the whole image</source>
        <translation>{count} 张没有图像级类别</translation>
    </message>
    <message>
        <source>There is no setting {name}.</source>
        <translation>没有设置项 {name}。</translation>
    </message>
    <message>
        <source>Did you mean {name}?</source>
        <translation>是否指 {name}？</translation>
    </message>
    <message>
        <source>It must be a width and a height.</source>
        <translation>必须是宽和高。</translation>
    </message>
    <message>
        <source>{value} is not the name of a class.</source>
        <translation>{value} 不是类别名称。</translation>
    </message>
    <message>
        <source>{value} is there twice; a class has one place.</source>
        <translation>{value} 出现了两次；每个类别只有一个位置。</translation>
    </message>
    <message>
        <source>It must be a table.</source>
        <translation>必须是一个表。</translation>
    </message>
    <message>
        <source>{value} is not a list.</source>
        <translation>{value} 不是列表。</translation>
    </message>
    <message>
        <source>Each change must be a table with a name.</source>
        <translation>每个变换必须是带有名称的表。</translation>
    </message>
    <message>
        <source>It cannot be read: {reason}.</source>
        <translation>无法读取：{reason}。</translation>
    </message>
    <message>
        <source>It is not valid TOML: {reason}.</source>
        <translation>不是有效的 TOML：{reason}。</translation>
    </message>
    <message>
        <source>{value} is not a whole number from {low} to {high}.</source>
        <translation>{value} 不是 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
        <source>{value} is not a number from {low} to {high}.</source>
        <translation>{value} 不是 {low} 到 {high} 之间的数。</translation>
    </message>
    <message>
        <source>{value} is not a whole number from {low}.</source>
        <translation>{value} 不是不小于 {low} 的整数。</translation>
    </message>
    <message>
        <source>{value} is not a number from {low}.</source>
        <translation>{value} 不是不小于 {low} 的数。</translation>
    </message>
    <message>
        <source>{value} is not {sort} from {low} to {high}.</source>
        <translation>{value} 不是 {low} 到 {high} 之间的{sort}。</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>There is no {value}.</source>
        <translation>没有 {value}。</translation>
    </message>
    <message>
        <source>Use one of {names}.</source>
        <translation>请使用其中之一：{names}。</translation>
    </message>
    <message>
        <source>{value} is neither true nor false.</source>
        <translation>{value} 既不是 true 也不是 false。</translation>
    </message>
    <message>
        <source>{value} is not a text.</source>
        <translation>{value} 不是文本。</translation>
    </message>
    <message>
        <source>There is no change named {name}.</source>
        <translation>没有名为 {name} 的变换。</translation>
    </message>
    <message>
        <source>{change} has no {name}.</source>
        <translation>{change} 没有参数 {name}。</translation>
    </message>
    <message>
        <source>It has {names}.</source>
        <translation>可用参数：{names}。</translation>
    </message>
    <message>
        <source>There is no device {name}.</source>
        <translation>没有设备 {name}。</translation>
    </message>
    <message>
        <source>Use auto, cpu, cuda or mps.</source>
        <translation>请使用 auto、cpu、cuda 或 mps。</translation>
    </message>
    <message>
        <source>CUDA is not available here.</source>
        <translation>此处无法使用 CUDA。</translation>
    </message>
    <message>
        <source>Choose auto or cpu, or install a driver.</source>
        <translation>请选择 auto 或 cpu，或安装驱动程序。</translation>
    </message>
    <message>
        <source>MPS is not available here.</source>
        <translation>此处无法使用 MPS。</translation>
    </message>
    <message>
        <source>Choose auto or cpu.</source>
        <translation>请选择 auto 或 cpu。</translation>
    </message>
    <message>
        <source>Images changed on the disk ({count}); from now on they are used as they are now.</source>
        <translation>磁盘上有 {count} 张图像被修改；从现在起使用修改后的图像。</translation>
    </message>
    <message>
        <source>Memory ran out; each batch is now worked off in parts of {count}, with the same update.</source>
        <translation>内存不足；现在每批按每次 {count} 张图像处理，权重更新不变。</translation>
    </message>
    <message>
        <source>There is not enough memory for a batch of {count} at {size} pixels.</source>
        <translation>内存不足以处理 {count} 张 {size} 像素的图像。</translation>
    </message>
    <message>
        <source>There is not enough memory for a single image.</source>
        <translation>内存不足以处理一张图像。</translation>
    </message>
    <message>
        <source>Use smaller images, a smaller model or more parts (accumulate).</source>
        <translation>请使用更小的图像、更小的模型或更多的批拆分数（accumulate）。</translation>
    </message>
    <message>
        <source>Use smaller images or a smaller model.</source>
        <translation>请使用更小的图像或更小的模型。</translation>
    </message>
    <message>
        <source>There is no model named {name}.</source>
        <translation>没有名为 {name} 的模型。</translation>
    </message>
    <message>
        <source>For {task} there are {names}; others as torchvision:NAME or timm:NAME.</source>
        <translation>可用于{task}的有 {names}；其他模型写作 torchvision:NAME 或 timm:NAME。</translation>
    </message>
    <message>
        <source>{name} cannot do {task}.</source>
        <translation>{name} 不能用于{task}。</translation>
    </message>
    <message>
        <source>Choose one of {names}.</source>
        <translation>请选择其中之一：{names}。</translation>
    </message>
    <message>
        <source>torchvision has no {name} for {task}: {reason}.</source>
        <translation>torchvision 没有用于{task}的 {name}：{reason}。</translation>
    </message>
    <message>
        <source>timm&apos;s models are used for classification here, not for {task}.</source>
        <translation>此处 timm 的模型只用于分类，不用于{task}。</translation>
    </message>
    <message>
        <source>timm is not installed.</source>
        <translation>未安装 timm。</translation>
    </message>
    <message>
        <source>Install it with `pip install timm`, or choose another model.</source>
        <translation>请用 `pip install timm` 安装，或选择其他模型。</translation>
    </message>
    <message>
        <source>timm has no {name}: {reason}.</source>
        <translation>timm 没有 {name}：{reason}。</translation>
    </message>
    <message>
        <source>No tensor of this checkpoint fits the model.</source>
        <translation>此检查点中没有与模型相符的张量。</translation>
    </message>
    <message>
        <source>Choose the model that it was made with.</source>
        <translation>请选择生成它的模型。</translation>
    </message>
    <message>
        <source>{name} has no weights at torchvision.</source>
        <translation>torchvision 没有 {name} 的权重。</translation>
    </message>
    <message>
        <source>Leave weights empty, or name a checkpoint.</source>
        <translation>请将权重留空，或指定检查点。</translation>
    </message>
    <message>
        <source>torchvision&apos;s weights could not be fetched: {reason}.</source>
        <translation>无法下载 torchvision 的权重：{reason}。</translation>
    </message>
    <message>
        <source>Fetch {name} elsewhere and give the file&apos;s path as weights.</source>
        <translation>请在别处下载 {name}，并将文件路径作为权重。</translation>
    </message>
    <message>
        <source>torchvision&apos;s weights would be downloaded, which was not agreed to.</source>
        <translation>需要下载 torchvision 的权重，但未获同意。</translation>
    </message>
    <message>
        <source>Set allow_download, or name a file.</source>
        <translation>请设置 allow_download，或指定文件。</translation>
    </message>
    <message>
        <source>The checkpoint cannot be read: {reason}.</source>
        <translation>无法读取检查点：{reason}。</translation>
    </message>
    <message>
        <source>This is not a checkpoint that can be loaded without running code.</source>
        <translation>不运行代码就无法加载此检查点。</translation>
    </message>
    <message>
        <source>Open it in the viewer to see what it is.</source>
        <translation>请在“查看”中打开它，了解其内容。</translation>
    </message>
    <message>
        <source>This checkpoint was not made by this program.</source>
        <translation>此检查点不是由本程序生成的。</translation>
    </message>
    <message>
        <source>Name its model and its classes.</source>
        <translation>请指明其模型和类别。</translation>
    </message>
    <message>
        <source>The checkpoint does not fit the model that it names: {reason}.</source>
        <translation>检查点与其指明的模型不符：{reason}。</translation>
    </message>
    <message>
        <source>Its tensors are not those of {name}.</source>
        <translation>其张量与 {name} 不符。</translation>
    </message>
    <message>
        <source>Its tensors are not those of {name} with {count} classes.</source>
        <translation>其张量与有 {count} 个类别的 {name} 不符。</translation>
    </message>
    <message>
        <source>Its tensors are not those of {name} with one class.</source>
        <translation>其张量与有 1 个类别的 {name} 不符。</translation>
    </message>
    <message>
        <source>It is none of the models that are known here with one class; name its model.</source>
        <translation>它不是此处已知的有 1 个类别的模型；请指明其模型。</translation>
    </message>
    <message>
        <source>It is none of the models that are known here; name its model.</source>
        <translation>它不是此处已知的模型；请指明其模型。</translation>
    </message>
    <message>
        <source>It is none of the models that are known here with {count} classes; name its model.</source>
        <translation>它不是此处已知的有 {count} 个类别的模型；请指明其模型。</translation>
    </message>
    <message>
        <source>The check pane says which tensors differ.</source>
        <translation>“核对”窗格会说明哪些张量不同。</translation>
    </message>
    <message>
        <source>A run lies here already.</source>
        <translation>此处已有一个训练。</translation>
    </message>
    <message>
        <source>Choose another folder, or go on with that run.</source>
        <translation>请选择其他文件夹，或继续该训练。</translation>
    </message>
    <message>
        <source>No new folder could be made here.</source>
        <translation>无法在此处新建文件夹。</translation>
    </message>
    <message>
        <source>It cannot be listed: {reason}.</source>
        <translation>无法列出：{reason}。</translation>
    </message>
    <message>
        <source>It is being trained by {holder}.</source>
        <translation>{holder}正在训练它。</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>另一个进程</translation>
    </message>
    <message>
        <source>process {pid} on {host}</source>
        <translation>{host} 上的进程 {pid}</translation>
    </message>
    <message>
        <source>Stop that run first, or choose another folder.</source>
        <translation>请先停止该训练，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The loss or its gradient became {word}.</source>
        <translation>损失或其梯度变成了 {word}。</translation>
    </message>
    <message>
        <source>The loss or its gradient became {word} at {names}.</source>
        <translation>损失或其梯度在 {names} 处变成了 {word}。</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>无穷大</translation>
    </message>
    <message>
        <source>The weights from before are kept; begin again from the best checkpoint with a tenth of the learning rate.</source>
        <translation>之前的权重已保留；请从最佳检查点以十分之一的学习率重新开始。</translation>
    </message>
    <message>
        <source>The training ended by an error in the program: {name}: {detail}</source>
        <translation>训练因程序错误而结束：{name}：{detail}</translation>
    </message>
    <message>
        <source>{name} could not be written: {reason}; the one before it is kept.</source>
        <translation>无法写入 {name}：{reason}；保留上一个。</translation>
    </message>
    <message>
        <source>the record {name} was read back differently</source>
        <translation>记录 {name} 读回的内容不同</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>Histograms could not be written: {reason}.</source>
        <translation>无法写入直方图：{reason}。</translation>
    </message>
    <message>
        <source>metrics.csv could not be written: {reason}.</source>
        <translation>无法写入 metrics.csv：{reason}。</translation>
    </message>
    <message>
        <source>A preview could not be written: {reason}.</source>
        <translation>无法写入预览：{reason}。</translation>
    </message>
    <message>
        <source>The model has no such layer.</source>
        <translation>模型没有这样的层。</translation>
    </message>
    <message>
        <source>It has no channel {channel}.</source>
        <translation>它没有通道 {channel}。</translation>
    </message>
    <message>
        <source>torchvision&apos;s detectors cannot be exported: what they do depends on what they see.</source>
        <translation>torchvision 的检测器无法导出：其计算过程取决于输入内容。</translation>
    </message>
    <message>
        <source>Train the small detector for export.</source>
        <translation>如需导出，请训练小型检测器。</translation>
    </message>
    <message>
        <source>The name must end in .onnx, .pt2 or .ts.</source>
        <translation>名称必须以 .onnx、.pt2 或 .ts 结尾。</translation>
    </message>
    <message>
        <source>The exported model&apos;s answer differs by {difference}; nothing was written.</source>
        <translation>导出模型的输出相差 {difference}；没有写入任何文件。</translation>
    </message>
    <message>
        <source>{name} is not installed.</source>
        <translation>未安装 {name}。</translation>
    </message>
    <message>
        <source>Install it with `pip install &apos;weightsmith[export]&apos;`.</source>
        <translation>请用 `pip install &apos;weightsmith[export]&apos;` 安装。</translation>
    </message>
    <message>
        <source>{where}: {what}</source>
        <translation>{where}：{what}</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{first}; {second}</source>
        <translation>{first}；{second}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search a setting</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Choose: {setting}</source>
        <translation>选择：{setting}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset: {setting}</source>
        <translation>重置：{setting}</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>没有包含这些字词的设置。</translation>
    </message>
    <message>
        <source>What is chosen here is in force at once.</source>
        <translation>此处的选择立即生效。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Works: {path}</source>
        <translation>可用：{path}</translation>
    </message>
</context>
<context>
    <name>SettingsRows</name>
    <message>
        <source>as you left them</source>
        <translation>您上次留下的样子</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Start and window</source>
        <translation>启动与窗口</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Labelling</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>信任</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Light or dark, or what the desktop says.</source>
        <translation>浅色、深色或跟随桌面。</translation>
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
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of menus, messages and help; changed at once.</source>
        <translation>菜单、消息和帮助的语言；立即切换。</translation>
    </message>
    <message>
        <source>Open again what was open</source>
        <translation>重新打开上次的内容</translation>
    </message>
    <message>
        <source>Files and folders of the last time are opened at the next start.</source>
        <translation>下次启动时打开上次的文件和文件夹。</translation>
    </message>
    <message>
        <source>Tell when long work has ended</source>
        <translation>长时间任务结束时通知</translation>
    </message>
    <message>
        <source>A note on the desktop when work of more than ten seconds ends while another program is in front.</source>
        <translation>超过十秒的任务在其他程序位于前台时结束，桌面会显示通知。</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Paths in the File menu and on the first page; the files are not touched.</source>
        <translation>“文件”菜单和首页中的路径；文件本身不受影响。</translation>
    </message>
    <message>
        <source>Places of the panes</source>
        <translation>窗格位置</translation>
    </message>
    <message>
        <source>Reset puts them where they were at the very first start.</source>
        <translation>重置后恢复到首次启动时的位置。</translation>
    </message>
    <message>
        <source>as at the first start</source>
        <translation>与首次启动时相同</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Every command may have another key.</source>
        <translation>每个命令都可以换成别的按键。</translation>
    </message>
    <message>
        <source>none changed</source>
        <translation>未更改</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Layout of graphs</source>
        <translation>图的布局</translation>
    </message>
    <message>
        <source>The layered one is there at once whatever the size; Graphviz crosses fewer lines in small graphs.</source>
        <translation>分层布局不论大小立即可用；Graphviz 在小图中交叉线更少。</translation>
    </message>
    <message>
        <source>Layered (at once, of any size)</source>
        <translation>分层（立即，任意大小）</translation>
    </message>
    <message>
        <source>Graphviz program</source>
        <translation>Graphviz 程序</translation>
    </message>
    <message>
        <source>Path of `dot`; it is tried before it is taken.</source>
        <translation>`dot` 的路径；采用前会先试用。</translation>
    </message>
    <message>
        <source>the one that came along</source>
        <translation>随程序附带的那一个</translation>
    </message>
    <message>
        <source>Python with PyTorch</source>
        <translation>带 PyTorch 的 Python</translation>
    </message>
    <message>
        <source>Runs what needs PyTorch: training, proposals, the console, checks against a model.</source>
        <translation>运行需要 PyTorch 的功能：训练、建议、控制台、与模型核对。</translation>
    </message>
    <message>
        <source>the one that runs this program</source>
        <translation>运行本程序的那一个</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Where PyTorch is installed from</source>
        <translation>PyTorch 的安装来源</translation>
    </message>
    <message>
        <source>Address of an index or a folder of wheels, for machines without the usual network.</source>
        <translation>软件包索引的地址或 wheel 文件夹，供没有常规网络的机器使用。</translation>
    </message>
    <message>
        <source>as pip is configured</source>
        <translation>按 pip 的配置</translation>
    </message>
    <message>
        <source>Fill of shapes</source>
        <translation>形状填充</translation>
    </message>
    <message>
        <source>Opacity of the inside of shapes.</source>
        <translation>形状内部的不透明度。</translation>
    </message>
    <message>
        <source>Opacity of shapes</source>
        <translation>形状不透明度</translation>
    </message>
    <message>
        <source>Of everything that is drawn over the image.</source>
        <translation>图像上绘制的所有内容的不透明度。</translation>
    </message>
    <message>
        <source>Width of lines</source>
        <translation>线宽</translation>
    </message>
    <message>
        <source>Outlines of shapes, in pixels of the screen.</source>
        <translation>形状轮廓，以屏幕像素计。</translation>
    </message>
    <message>
        <source>Size of handles</source>
        <translation>控制点大小</translation>
    </message>
    <message>
        <source>Squares at the points of a chosen shape, in pixels of the screen.</source>
        <translation>选中形状各点上的方块，以屏幕像素计。</translation>
    </message>
    <message>
        <source>Label beside shapes</source>
        <translation>形状旁的标签</translation>
    </message>
    <message>
        <source>Which shapes show their label on the image.</source>
        <translation>哪些形状在图像上显示标签。</translation>
    </message>
    <message>
        <source>all shapes</source>
        <translation>所有形状</translation>
    </message>
    <message>
        <source>chosen shapes</source>
        <translation>选中的形状</translation>
    </message>
    <message>
        <source>no shapes</source>
        <translation>不显示</translation>
    </message>
    <message>
        <source>Scores of proposals</source>
        <translation>建议的得分</translation>
    </message>
    <message>
        <source>Shown beside the label.</source>
        <translation>显示在标签旁。</translation>
    </message>
    <message>
        <source>Names of keypoints</source>
        <translation>关键点名称</translation>
    </message>
    <message>
        <source>Shown beside each keypoint.</source>
        <translation>显示在每个关键点旁。</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>十字线</translation>
    </message>
    <message>
        <source>Lines through the pointer, over the whole image.</source>
        <translation>穿过指针、横贯整幅图像的线。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>while drawing</source>
        <translation>绘制时</translation>
    </message>
    <message>
        <source>always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>Mouse wheel</source>
        <translation>鼠标滚轮</translation>
    </message>
    <message>
        <source>With Ctrl it does the other thing.</source>
        <translation>按住 Ctrl 时做另一件事。</translation>
    </message>
    <message>
        <source>zooms</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>scrolls</source>
        <translation>滚动</translation>
    </message>
    <message>
        <source>Snap to points and edges</source>
        <translation>吸附到点和边</translation>
    </message>
    <message>
        <source>A point that comes near another one is put exactly there.</source>
        <translation>靠近另一个点的点会正好落在该处。</translation>
    </message>
    <message>
        <source>Reach of snapping</source>
        <translation>吸附距离</translation>
    </message>
    <message>
        <source>In pixels of the screen.</source>
        <translation>以屏幕像素计。</translation>
    </message>
    <message>
        <source>Whole pixels</source>
        <translation>整像素</translation>
    </message>
    <message>
        <source>Points go to the corners of pixels.</source>
        <translation>点落在像素角上。</translation>
    </message>
    <message>
        <source>Points outside the image</source>
        <translation>图像之外的点</translation>
    </message>
    <message>
        <source>Whether a point may lie outside.</source>
        <translation>点是否可以在图像之外。</translation>
    </message>
    <message>
        <source>Keep the drawing tool</source>
        <translation>保持绘图工具</translation>
    </message>
    <message>
        <source>A tool stays chosen after a shape is finished.</source>
        <translation>完成一个形状后仍保持所选工具。</translation>
    </message>
    <message>
        <source>Ask for the label of each new shape</source>
        <translation>每个新形状都询问标签</translation>
    </message>
    <message>
        <source>Otherwise a new shape takes the label that is chosen.</source>
        <translation>否则新形状使用当前选中的标签。</translation>
    </message>
    <message>
        <source>Keep place and zoom</source>
        <translation>保持位置和缩放</translation>
    </message>
    <message>
        <source>The next image is shown at the place and zoom of this one.</source>
        <translation>下一张图像以当前的位置和缩放显示。</translation>
    </message>
    <message>
        <source>Lines between pixels</source>
        <translation>像素间的线</translation>
    </message>
    <message>
        <source>At high zoom.</source>
        <translation>高倍缩放时。</translation>
    </message>
    <message>
        <source>Model of the assistant</source>
        <translation>辅助标注模型</translation>
    </message>
    <message>
        <source>Folder or encoder file of a SAM model in ONNX.</source>
        <translation>ONNX 格式 SAM 模型的文件夹或编码器文件。</translation>
    </message>
    <message>
        <source>none chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Folder of new runs</source>
        <translation>新训练的文件夹</translation>
    </message>
    <message>
        <source>Each run makes a folder of its own in it.</source>
        <translation>每次训练在其中新建自己的文件夹。</translation>
    </message>
    <message>
        <source>weightsmith-runs at home</source>
        <translation>主目录中的 weightsmith-runs</translation>
    </message>
    <message>
        <source>Python files that may run</source>
        <translation>允许运行的 Python 文件</translation>
    </message>
    <message>
        <source>Files that you agreed to; after a reset each is asked about again.</source>
        <translation>您同意过的文件；重置后会重新逐个询问。</translation>
    </message>
    <message>
        <source>Plug-ins that are left out</source>
        <translation>停用的插件</translation>
    </message>
    <message>
        <source>A change holds from the next start.</source>
        <translation>更改在下次启动后生效。</translation>
    </message>
    <message>
        <source>Plug-ins…</source>
        <translation>插件…</translation>
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
        <translation>移到下一个窗格</translation>
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
        <source>Change keys…</source>
        <translation>更改按键…</translation>
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
        <source>1 tensor</source>
        <translation>1 个张量</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation>1 个参数</translation>
    </message>
    <message>
        <source>torch.save (zip)</source>
        <translation>torch.save（zip）</translation>
    </message>
    <message>
        <source>torch.save before 1.6</source>
        <translation>1.6 之前的 torch.save</translation>
    </message>
    <message>
        <source>torch.save of 0.1 (tar)</source>
        <translation>0.1 版 torch.save（tar）</translation>
    </message>
    <message>
        <source>torch.export (.pt2)</source>
        <translation>torch.export（.pt2）</translation>
    </message>
    <message>
        <source>plain pickle</source>
        <translation>普通 pickle</translation>
    </message>
    <message>
        <source>shards with an index</source>
        <translation>带索引的分片</translation>
    </message>
    <message>
        <source>distributed checkpoint</source>
        <translation>分布式检查点</translation>
    </message>
    <message>
        <source>read by a plug-in</source>
        <translation>由插件读取</translation>
    </message>
    <message>
        <source>Statistics: {percent} %</source>
        <translation>统计：{percent} %</translation>
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
    <name>Tour</name>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>结束导览</translation>
    </message>
    <message>
        <source>Read more</source>
        <translation>了解更多</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} / {count}</translation>
    </message>
    <message>
        <source>Two minutes with Weightsmith?</source>
        <translation>花两分钟认识 Weightsmith？</translation>
    </message>
    <message>
        <source>A tour opens the sample model and the sample images and points at what matters. Keys: → next, ← back, Esc ends. You find it again under Help.</source>
        <translation>导览会打开示例模型和示例图像，指出要点。按键：→ 下一步，← 上一步，Esc 结束。以后可在“帮助”菜单中再次找到。</translation>
    </message>
    <message>
        <source>Open: a file becomes a graph</source>
        <translation>打开：文件变成图</translation>
    </message>
    <message>
        <source>Ctrl+O opens a file, or drop one anywhere. The sample is open now: each box is a module, boxes in boxes are its children. Arrow keys walk, Space opens and closes a box, + and − zoom.</source>
        <translation>Ctrl+O 打开文件，也可以把文件拖到任意位置。示例现已打开：每个框是一个模块，框中的框是它的子模块。方向键行走，空格展开或收起，+ 和 − 缩放。</translation>
    </message>
    <message>
        <source>Safe: nothing was executed</source>
        <translation>安全：没有执行任何代码</translation>
    </message>
    <message>
        <source>A .pth file can hold code that an ordinary load would run. Here it is only read, and this banner says what it found. Green: tensors and plain values only.</source>
        <translation>.pth 文件里可能藏有普通加载会运行的代码。这里只读取它，这条横幅说明发现了什么。绿色：只有张量和普通值。</translation>
    </message>
    <message>
        <source>Tensors: the numbers themselves</source>
        <translation>张量：数字本身</translation>
    </message>
    <message>
        <source>A tensor is a box of numbers with a shape and a type. Choose one in the list or in the graph, and look at its values; a slice such as 0, :, ::2 works as in Python.</source>
        <translation>张量是一盒有形状和类型的数字。在列表或图中选一个，查看它的数值；像 0, :, ::2 这样的切片与 Python 中相同。</translation>
    </message>
    <message>
        <source>Histograms: every weight counted</source>
        <translation>直方图：每个权重都计数</translation>
    </message>
    <message>
        <source>A bell around zero is a trained layer, a flat box is one that never learnt, far outliers break quantisation. Nothing is sampled, and NaN is counted apart.</source>
        <translation>以零为中心的钟形是训练过的层，平顶方块是从未学过的层，远处的离群值会毁掉量化。不做抽样，NaN 另行计数。</translation>
    </message>
    <message>
        <source>Edit, and take it back</source>
        <translation>编辑，随时撤回</translation>
    </message>
    <message>
        <source>F2 renames, Ctrl+T casts, Del drops. The file stays as it is: every edit is a row here, Ctrl+Z takes it back, a click jumps to any state. Ctrl+S exports a new file and proves that it is right.</source>
        <translation>F2 改名，Ctrl+T 转换类型，Del 删除。文件保持原样：每次编辑是这里的一行，Ctrl+Z 撤回，点击可跳到任一状态。Ctrl+S 导出新文件并验证其正确。</translation>
    </message>
    <message>
        <source>Label: say what is in an image</source>
        <translation>标注：说出图像里有什么</translation>
    </message>
    <message>
        <source>These are copies of the sample images, so try: W draws a box, P a polygon, B paints. D goes to the next image. Every stroke is saved.</source>
        <translation>这些是示例图像的副本，尽管试：W 画框，P 画多边形，B 涂抹，D 到下一张。每一笔都会保存。</translation>
    </message>
    <message>
        <source>Train: let a net learn it</source>
        <translation>训练：让网络学会</translation>
    </message>
    <message>
        <source>Choose labels, a small net, and press Train: a minute on a CPU. You can close the window, the run goes on. Its checkpoint opens in Inspect and proposes labels for the next images.</source>
        <translation>选择标注和一个小网络，按“训练”：在 CPU 上约一分钟。关上窗口，运行仍会继续。它的检查点可在“查看”中打开，并为后面的图像提议标注。</translation>
    </message>
    <message>
        <source>Ask whenever you want</source>
        <translation>随时可以问</translation>
    </message>
    <message>
        <source>Shift+F1, or the ? of a pane, explains the idea behind it. Ctrl+Shift+P finds every command, F1 lists all keys. This tour waits in the Help menu.</source>
        <translation>Shift+F1 或窗格上的 ? 讲解背后的概念。Ctrl+Shift+P 查找任何命令，F1 列出全部按键。本导览在“帮助”菜单里等着你。</translation>
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
        <source>One edit of this file was not exported the last time.</source>
        <translation>上次对此文件的 1 项编辑没有导出。</translation>
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
        <source>What is this? {pane}</source>
        <translation>这是什么？{pane}</translation>
    </message>
    <message>
        <source>Open a file to see something here.</source>
        <translation>打开文件后这里会显示内容。</translation>
    </message>
</context>
</TS>
