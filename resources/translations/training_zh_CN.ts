<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AugmentEditor</name>
    <message>
        <source>Changes in their order</source>
        <translation>按顺序排列的变换</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a change</source>
        <translation>添加变换</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>前移</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>后移</translation>
    </message>
    <message>
        <source>The usual list</source>
        <translation>默认列表</translation>
    </message>
    <message>
        <source>Adds a change at the end of the list, made for half of the images; where it moves pixels, shapes move along.</source>
        <translation>在列表末尾添加一种变换，对一半的图像施加；如果变换会移动像素，形状也随之移动。</translation>
    </message>
    <message>
        <source>Drops what was changed in the list: the run takes the usual one of its task.</source>
        <translation>放弃对列表的改动：训练使用其任务的默认列表。</translation>
    </message>
    <message>
        <source>One labelled image of the data as it is, and {count} times after the changes</source>
        <translation>数据中一张已标注图像的原样，以及变换后的 {count} 个结果</translation>
    </message>
    <message>
        <source>Shows the next labelled image, and draws the changes by chance anew.</source>
        <translation>显示下一张已标注图像，并重新随机生成变换。</translation>
    </message>
    <message>
        <source>Show before and after</source>
        <translation>显示变换前后</translation>
    </message>
    <message>
        <source>Another image</source>
        <translation>换一张图像</translation>
    </message>
    <message>
        <source>{change}, {percent} % of the images</source>
        <translation>{change}，{percent} % 的图像</translation>
    </message>
    <message>
        <source>share of images</source>
        <translation>图像比例</translation>
    </message>
    <message>
        <source>How often the change is made: 0 is never, 0.5 for every second image on average, 1 for each.</source>
        <translation>施加该变换的概率：0 为从不，0.5 为平均每两张图像一次，1 为每张图像。</translation>
    </message>
    <message>
        <source>As torchvision&apos;s {change} takes it, from {low} to {high}</source>
        <translation>与 torchvision 的 {change} 的参数相同，范围 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>No labelled image to show.</source>
        <translation>没有可显示的已标注图像。</translation>
    </message>
    <message>
        <source>before</source>
        <translation>变换前</translation>
    </message>
    <message>
        <source>after</source>
        <translation>变换后</translation>
    </message>
</context>
<context>
    <name>ClassView</name>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>未采用</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Too few to learn from: this class will hardly be found.</source>
        <translation>样本太少：很难学会识别此类别。</translation>
    </message>
    <message>
        <source>Shapes of a kind that this task cannot use, or suggestions that nobody accepted.</source>
        <translation>此任务无法使用的形状种类，或无人接受的建议。</translation>
    </message>
    <message>
        <source>Images left out: {count}, {reason}</source>
        <translation>未采用的图像：{count}，{reason}</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>predicted class</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>true class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>{count} of {real} were taken for {said}</source>
        <translation>{count} 个{real}被判为{said}</translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Weight of earlier steps in the moving average of training loss and gradient norm, 0 to 99 %; 0 draws each step as it is.</source>
        <translation>训练损失和梯度范数的移动平均中先前各步的权重，0 到 99 %；0 表示按原值绘制每一步。</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Draws loss, learning rate and gradient norm on a logarithmic axis, where small changes late in a run are seen.</source>
        <translation>以对数纵轴绘制损失、学习率和梯度范数，训练后期的微小变化也能看见。</translation>
    </message>
    <message>
        <source>Draws other runs of the list into the same plots, in other colours and dashes.</source>
        <translation>把列表中的其他训练画进同样的图中，以不同的颜色和线型区分。</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>与之比较</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Metrics on held-out images</source>
        <translation>验证图像上的指标</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Images per second</source>
        <translation>每秒图像数</translation>
    </message>
    <message>
        <source>Memory in MB</source>
        <translation>内存（MB）</translation>
    </message>
    <message>
        <source>There is no other run.</source>
        <translation>没有其他训练。</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>尚无数据。</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>没有数据。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>images per second</source>
        <translation>每秒图像数</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
</context>
<context>
    <name>ElsewhereDialog</name>
    <message>
        <source>Run elsewhere</source>
        <translation>在别处运行</translation>
    </message>
    <message>
        <source>The run is prepared in its folder. Start it with one of these commands on a machine that sees the folder; it is followed here all the same.</source>
        <translation>训练已在其文件夹中准备好。在能访问该文件夹的机器上用以下任一命令启动；此处照样跟踪进度。</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>The run&apos;s folder there</source>
        <translation>该机器上的训练文件夹</translation>
    </message>
    <message>
        <source>Python there</source>
        <translation>该机器上的 Python</translation>
    </message>
    <message>
        <source>Processes a machine (a number, or gpu)</source>
        <translation>每台机器的进程数（数字，或 gpu）</translation>
    </message>
    <message>
        <source>Machines</source>
        <translation>机器数</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Its name for ssh, with user@ in front if need be; only the command by ssh uses it.</source>
        <translation>ssh 使用的机器名，必要时前面加 用户名@；只有 ssh 命令会用到。</translation>
    </message>
    <message>
        <source>The path by which the other machine sees the folder, for example on a shared disk</source>
        <translation>另一台机器上看到的该文件夹的路径，例如在共享磁盘上</translation>
    </message>
    <message>
        <source>A Python that has PyTorch and this program: a name that is found there, or a full path</source>
        <translation>装有 PyTorch 和本程序的 Python：该机器上能找到的命令名，或完整路径</translation>
    </message>
    <message>
        <source>One process for each GPU. With gpu, ssh takes all GPUs of the machine, SLURM and this machine take one.</source>
        <translation>每个 GPU 一个进程。填 gpu 时，ssh 使用该机器的全部 GPU，SLURM 和本机各用一个。</translation>
    </message>
    <message>
        <source>How many machines train together, 1 to 999; only the SLURM script uses it.</source>
        <translation>一起训练的机器数，1 到 999；只有 SLURM 脚本会用到。</translation>
    </message>
    <message>
        <source>Time that is asked of SLURM, 1 to 999 hours; two minutes before its end the run is told to save and stop.</source>
        <translation>向 SLURM 申请的时间，1 到 999 小时；结束前两分钟会通知训练保存并停止。</translation>
    </message>
    <message>
        <source>By ssh</source>
        <translation>通过 ssh</translation>
    </message>
    <message>
        <source>By SLURM</source>
        <translation>通过 SLURM</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>PyTorch program (.pt2)</source>
        <translation>PyTorch 程序（.pt2）</translation>
    </message>
    <message>
        <source>ONNX (.onnx)</source>
        <translation>ONNX(.onnx)</translation>
    </message>
    <message>
        <source>TorchScript (.ts), for old programs</source>
        <translation>TorchScript（.ts），供旧程序使用</translation>
    </message>
    <message>
        <source>A .pt2 is read by torch.export.load, an .onnx by ONNX Runtime and others, a .ts by torch.jit.load and LibTorch.</source>
        <translation>.pt2 由 torch.export.load 读取，.onnx 由 ONNX Runtime 等读取，.ts 由 torch.jit.load 和 LibTorch 读取。</translation>
    </message>
    <message>
        <source>Write…</source>
        <translation>写入…</translation>
    </message>
    <message>
        <source>What is written is run on an image of the data set and compared with the model.</source>
        <translation>写出的文件会在数据集的一张图像上运行，并与模型比较。</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>Written: {path}. Run by {judge}, its answers differ from the model&apos;s by at most {difference}.</source>
        <translation>已写入：{path}。由 {judge} 运行，输出与模型最多相差 {difference}。</translation>
    </message>
</context>
<context>
    <name>InsideDialog</name>
    <message>
        <source>Inside {name}</source>
        <translation>{name} 的内部</translation>
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
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Choose an image…</source>
        <translation>选择图像…</translation>
    </message>
    <message>
        <source>Choose an image</source>
        <translation>选择图像</translation>
    </message>
    <message>
        <source>The model is loaded…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>InsideView</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Maps of the channels</source>
        <translation>通道特征图</translation>
    </message>
    <message>
        <source>What the channel answers to</source>
        <translation>该通道响应的内容</translation>
    </message>
    <message>
        <source>Double-click a channel to see the images that it answers to most.</source>
        <translation>双击通道，查看它响应最强的图像。</translation>
    </message>
    <message>
        <source>Answers to {name}</source>
        <translation>对 {name} 的响应</translation>
    </message>
    <message>
        <source>Drop an image here.</source>
        <translation>将图像拖到此处。</translation>
    </message>
    <message>
        <source>{kind}; {share} % of its values are zero</source>
        <translation>{kind}；{share} % 的值为零</translation>
    </message>
    <message>
        <source>mean {mean}, highest {highest}</source>
        <translation>均值 {mean}，最高 {highest}</translation>
    </message>
</context>
<context>
    <name>KnobForm</name>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
</context>
<context>
    <name>LayersView</name>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Weights or gradients</source>
        <translation>权重或梯度</translation>
    </message>
    <message>
        <source>What the norms and the histograms are of; a layer whose gradients are near 0 hardly learns.</source>
        <translation>范数和直方图针对的是权重还是梯度；梯度接近 0 的层几乎不在学习。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Time of the histograms</source>
        <translation>直方图的时刻</translation>
    </message>
    <message>
        <source>From the first histograms of the run to the latest; at the right end it follows the run.</source>
        <translation>从训练最早的直方图到最新的；停在最右端时会跟随训练。</translation>
    </message>
    <message>
        <source>Norm at each step</source>
        <translation>每步的范数</translation>
    </message>
    <message>
        <source>Histogram at one time</source>
        <translation>某一时刻的直方图</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Choose layers in the list.</source>
        <translation>请在列表中选择层。</translation>
    </message>
    <message>
        <source>Nothing was measured.</source>
        <translation>没有数据。</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>尚无数据。</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>What went wrong</source>
        <translation>出现的问题</translation>
    </message>
    <message>
        <source>The end of the log</source>
        <translation>日志末尾</translation>
    </message>
    <message>
        <source>Nothing was written yet.</source>
        <translation>尚未写入任何内容。</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>无。</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map of the images</source>
        <translation>图像分布图</translation>
    </message>
</context>
<context>
    <name>MeasuresView</name>
    <message>
        <source>Measures of each class</source>
        <translation>各类别的指标</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation>尚未评估。</translation>
    </message>
    <message>
        <source>After epoch {epoch}: {measures}</source>
        <translation>第 {epoch} 轮之后：{measures}</translation>
    </message>
    <message>
        <source>Of {count} classes the matrix shows the first {most}.</source>
        <translation>共 {count} 个类别，矩阵显示前 {most} 个。</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
</context>
<context>
    <name>ModelView</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定度</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>The net says</source>
        <translation>网络的判断</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>With {count} more images</source>
        <translation>再增加 {count} 张图像</translation>
    </message>
    <message>
        <source>What more images would give</source>
        <translation>更多图像的收益</translation>
    </message>
    <message>
        <source>What to label next</source>
        <translation>接下来标注什么</translation>
    </message>
    <message>
        <source>Labels to look at again</source>
        <translation>需复查的标注</translation>
    </message>
    <message>
        <source>Map of the images</source>
        <translation>图像分布图</translation>
    </message>
    <message>
        <source>Inside the net</source>
        <translation>网络内部</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Has the run&apos;s best checkpoint answer for the view in front; it may take minutes, and a second press stops it.</source>
        <translation>让此训练的最佳检查点回答当前视图的问题；可能需要几分钟，再按一次即停止。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ask the net</source>
        <translation>询问网络</translation>
    </message>
    <message>
        <source>Images without labels: half of those that the net is unsure of, half of those that are unlike the labelled ones.</source>
        <translation>未标注的图像：一半是网络拿不准的，一半是与已标注图像不相似的。</translation>
    </message>
    <message>
        <source>Where the net and a label differ: missing, extra, another class, or loose.</source>
        <translation>网络与标注不一致之处：遗漏、多余、类别不同或不贴合。</translation>
    </message>
    <message>
        <source>Alike images lie near each other. Draw around some to choose them.</source>
        <translation>相似的图像彼此靠近。圈出一些即可选中。</translation>
    </message>
    <message>
        <source>Drop an image here to see what each layer answers.</source>
        <translation>将图像拖到此处，查看每一层的响应。</translation>
    </message>
    <message>
        <source>Three short runs on parts of the images show how fast each class still gets better. It takes some minutes.</source>
        <translation>用部分图像做三次短训练，估计各类别还能提升多快。需要几分钟。</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>正在处理…</translation>
    </message>
    <message>
        <source>Every image has labels.</source>
        <translation>所有图像都已标注。</translation>
    </message>
    <message>
        <source>the net is unsure</source>
        <translation>网络拿不准</translation>
    </message>
    <message>
        <source>unlike the labelled ones</source>
        <translation>与已标注图像不相似</translation>
    </message>
    <message>
        <source>a label is missing</source>
        <translation>遗漏标注</translation>
    </message>
    <message>
        <source>the net sees nothing there</source>
        <translation>网络认为此处没有对象</translation>
    </message>
    <message>
        <source>another class</source>
        <translation>类别不同</translation>
    </message>
    <message>
        <source>does not fit well</source>
        <translation>不够贴合</translation>
    </message>
    <message>
        <source>The net and the labels agree.</source>
        <translation>网络与标注一致。</translation>
    </message>
    <message>
        <source>all classes</source>
        <translation>所有类别</translation>
    </message>
</context>
<context>
    <name>PredictionsView</name>
    <message>
        <source>Time of the predictions</source>
        <translation>预测的时刻</translation>
    </message>
    <message>
        <source>From the first measurement of the run to the latest; at the right end it follows the run.</source>
        <translation>从训练的首次评估到最近一次；停在最右端时会跟随训练。</translation>
    </message>
    <message>
        <source>What the net says of held-out images is shown here after the first measurement.</source>
        <translation>首次评估后，此处显示网络对验证图像的预测。</translation>
    </message>
    <message>
        <source>epoch {epoch}, step {step}</source>
        <translation>第 {epoch} 轮，第 {step} 步</translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Choose data, model and settings; runs that are under way go on.</source>
        <translation>选择数据、模型和设置；正在进行的训练会继续。</translation>
    </message>
    <message>
        <source>No run yet. Runs stay in this list until you take them out of it; their folders are never deleted.</source>
        <translation>还没有训练。训练会一直留在列表中，直到您将其移出；其文件夹绝不会被删除。</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>What it learns from</source>
        <translation>学习的数据</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Changes that training images go through</source>
        <translation>训练图像的变换</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Runs are kept in</source>
        <translation>训练保存在</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Images in Label</source>
        <translation>标注中的图像</translation>
    </message>
    <message>
        <source>The folder that is open in the labelling workspace</source>
        <translation>标注工作区中打开的文件夹</translation>
    </message>
    <message>
        <source>A folder of labelled images, or a label file</source>
        <translation>已标注图像的文件夹，或标注文件</translation>
    </message>
    <message>
        <source>Labels are copied into the run&apos;s folder when it starts: what is changed later does not reach the run.</source>
        <translation>训练启动时，标注会复制到其文件夹中：之后的改动不影响该训练。</translation>
    </message>
    <message>
        <source>What the model learns to say of an image; it follows from the labels, until another one is chosen.</source>
        <translation>模型学习对图像给出什么；在另行选择之前，由标注决定。</translation>
    </message>
    <message>
        <source>One of the list, or any other by its name as torchvision:NAME or timm:NAME if that library is installed</source>
        <translation>列表中的一个，或者在装有相应库时以 torchvision:名称 或 timm:名称 指定其他模型</translation>
    </message>
    <message>
        <source>Trained weights need fewer images and epochs than random ones; of a checkpoint, what fits the model is taken.</source>
        <translation>与随机权重相比，已训练的权重需要的图像和轮数更少；检查点中与模型吻合的部分会被采用。</translation>
    </message>
    <message>
        <source>Each run makes a folder of its own in it, with its settings, labels, log and checkpoints.</source>
        <translation>每次训练在其中新建自己的文件夹，存放其设置、标注、日志和检查点。</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Starts a process of its own that trains on even when this window is closed.</source>
        <translation>启动独立的进程，即使关闭此窗口也会继续训练。</translation>
    </message>
    <message>
        <source>Choose where runs are kept</source>
        <translation>选择训练的保存位置</translation>
    </message>
    <message>
        <source>Choose labels</source>
        <translation>选择标注</translation>
    </message>
    <message>
        <source>Choose labelled images</source>
        <translation>选择已标注的图像</translation>
    </message>
    <message>
        <source>Read the labels</source>
        <translation>读取标注</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>torchvision&apos;s weights (a download)</source>
        <translation>torchvision 的权重（需下载）</translation>
    </message>
    <message>
        <source>{name} in {folder}</source>
        <translation>{folder} 中的 {name}</translation>
    </message>
    <message>
        <source>a checkpoint…</source>
        <translation>检查点…</translation>
    </message>
    <message>
        <source>Choose a checkpoint to begin with</source>
        <translation>选择作为初始权重的检查点</translation>
    </message>
    <message>
        <source>The weights of {model} will be downloaded from download.pytorch.org when the run starts. Download them?</source>
        <translation>训练开始时将从 download.pytorch.org 下载 {model} 的权重。要下载吗？</translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation>下载权重</translation>
    </message>
    <message>
        <source>Choose the images to learn from.</source>
        <translation>请选择用于学习的图像。</translation>
    </message>
    <message>
        <source>The labels are being read…</source>
        <translation>正在读取标注…</translation>
    </message>
    <message>
        <source>For this task at least two labelled images are needed.</source>
        <translation>此任务至少需要两张已标注的图像。</translation>
    </message>
    <message>
        <source>Labelled images: {images}, classes: {classes}.</source>
        <translation>已标注图像：{images}，类别：{classes}。</translation>
    </message>
    <message>
        <source>It holds no image out: what is measured is what was learnt.</source>
        <translation>其中没有留出的图像：所测量的正是学过的图像。</translation>
    </message>
    <message>
        <source>The labels are copied into the run&apos;s folder, and the run is prepared…</source>
        <translation>正在将标注复制到运行的文件夹，并准备运行…</translation>
    </message>
    <message>
        <source>The split that lies beside the labels is kept.</source>
        <translation>沿用标注旁的数据划分。</translation>
    </message>
    <message>
        <source>{count} million parameters</source>
        <translation>参数量 {count} M</translation>
    </message>
    <message>
        <source>learns from nothing within a minute on a CPU</source>
        <translation>在 CPU 上一分钟内即可从零学会</translation>
    </message>
    <message>
        <source>slow without a graphics card</source>
        <translation>没有显卡时很慢</translation>
    </message>
    <message>
        <source>cannot be exported</source>
        <translation>不能导出</translation>
    </message>
</context>
<context>
    <name>SuspiciousView</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Mean loss</source>
        <translation>平均损失</translation>
    </message>
    <message>
        <source>Times the median</source>
        <translation>中位数的倍数</translation>
    </message>
    <message>
        <source>Suspicious labels</source>
        <translation>可疑标注</translation>
    </message>
    <message>
        <source>The net has learnt too little so far: the list still mixes wrong labels with hard images.</source>
        <translation>网络目前学得还太少：列表中错误标注与难学的图像仍混在一起。</translation>
    </message>
    <message>
        <source>What stays hard to learn is often labelled wrongly. Press Return on an image to look at its labels.</source>
        <translation>一直难以学会的图像往往标注有误。在图像上按回车键查看其标注。</translation>
    </message>
    <message>
        <source>After the first epochs the images that are hard to learn are listed here.</source>
        <translation>最初几轮之后，此处列出难以学会的图像。</translation>
    </message>
</context>
<context>
    <name>TrainTable</name>
    <message>
        <source>&amp;Run</source>
        <translation>训练(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;New run</source>
        <translation>新建训练(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>开始训练(&amp;T)</translation>
    </message>
    <message>
        <source>Run &amp;elsewhere…</source>
        <translation>在别处运行(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Follow a run&apos;s folder…</source>
        <translation>跟踪训练文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Pause or go on</source>
        <translation>暂停或继续(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Open its checkpoint in Inspect</source>
        <translation>在“查看”中打开其检查点(&amp;O)</translation>
    </message>
    <message>
        <source>Propose &amp;labels with it…</source>
        <translation>用它提议标注(&amp;L)…</translation>
    </message>
    <message>
        <source>E&amp;xport the model…</source>
        <translation>导出模型(&amp;X)…</translation>
    </message>
    <message>
        <source>Write for Tensor&amp;Board…</source>
        <translation>写出 TensorBoard 日志(&amp;B)…</translation>
    </message>
    <message>
        <source>New run with the &amp;same settings</source>
        <translation>以相同设置新建训练(&amp;S)</translation>
    </message>
    <message>
        <source>New run from its best weights, &amp;calmer</source>
        <translation>从最佳权重新建，学习率降为十分之一(&amp;C)</translation>
    </message>
    <message>
        <source>Show its &amp;folder</source>
        <translation>显示其文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation>移出列表(&amp;R)</translation>
    </message>
</context>
<context>
    <name>TrainWorkspace</name>
    <message>
        <source>There is no run in {folder}.</source>
        <translation>{folder} 中没有训练。</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Prepare the run</source>
        <translation>准备训练</translation>
    </message>
    <message>
        <source>Where TensorBoard looks</source>
        <translation>TensorBoard 的日志位置</translation>
    </message>
    <message>
        <source>Write for TensorBoard</source>
        <translation>写出 TensorBoard 日志</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>A run&apos;s folder, or a folder of runs</source>
        <translation>训练的文件夹，或包含多个训练的文件夹</translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Classification: one class for each image</source>
        <translation>分类：每张图像一个类别</translation>
    </message>
    <message>
        <source>Detection: a box around each object</source>
        <translation>检测：每个目标一个框</translation>
    </message>
    <message>
        <source>Segmentation: the class of each pixel</source>
        <translation>分割：每个像素的类别</translation>
    </message>
    <message>
        <source>Keypoints: the places of named points</source>
        <translation>关键点：命名点的位置</translation>
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
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>ended unexpectedly</source>
        <translation>意外结束</translation>
    </message>
    <message>
        <source>folder is gone</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>mAP at IoU 0.5</source>
        <translation>mAP(IoU 0.5)</translation>
    </message>
    <message>
        <source>mAP at IoU 0.5 to 0.95</source>
        <translation>mAP（IoU 0.5 至 0.95）</translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation>平均 IoU</translation>
    </message>
    <message>
        <source>Keypoint error in pixels</source>
        <translation>关键点误差（像素）</translation>
    </message>
    <message>
        <source>Share of keypoints that are near</source>
        <translation>关键点命中率</translation>
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
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Longer side in pixels</source>
        <translation>长边像素</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Images in a batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Schedule of the learning rate</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Clip the gradient at</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Weight of the Dice loss</source>
        <translation>Dice 损失权重</translation>
    </message>
    <message>
        <source>Parts of a batch</source>
        <translation>批的拆分数</translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>Keep the backbone as it is</source>
        <translation>冻结主干</translation>
    </message>
    <message>
        <source>Held out to measure</source>
        <translation>验证集比例</translation>
    </message>
    <message>
        <source>Kept for a last test</source>
        <translation>测试集比例</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Processes that load images</source>
        <translation>加载图像的进程数</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Epochs between measurements</source>
        <translation>评估间隔（轮）</translation>
    </message>
    <message>
        <source>Seconds between checkpoints</source>
        <translation>检查点间隔（秒）</translation>
    </message>
    <message>
        <source>Share of time for histograms</source>
        <translation>直方图占用时间比例</translation>
    </message>
    <message>
        <source>How often every image is seen. 0: as often as a small set needs.</source>
        <translation>每张图像被学习的次数。0：按小数据集的需要选择。</translation>
    </message>
    <message>
        <source>Images are made smaller to this before anything else. Small objects need more.</source>
        <translation>首先将图像缩小到此尺寸。小目标需要更大的值。</translation>
    </message>
    <message>
        <source>Automatic takes a graphics card when there is one that works.</source>
        <translation>“自动”会在有可用显卡时使用显卡。</translation>
    </message>
    <message>
        <source>Automatic takes short numbers where the device gains by them.</source>
        <translation>“自动”会在设备能从中获益时使用短精度数。</translation>
    </message>
    <message>
        <source>Images that are looked at before the weights change. 0: chosen. It is halved by itself when memory runs out.</source>
        <translation>每次更新权重前处理的图像数。0：自动。内存不足时自动减半。</translation>
    </message>
    <message>
        <source>How far the weights move at each step. 0: chosen. Too high and the loss jumps, too low and nothing is learnt.</source>
        <translation>每一步权重的移动幅度。0：自动。太高则损失跳动，太低则学不到东西。</translation>
    </message>
    <message>
        <source>AdamW learns quickly with little tuning; SGD needs a higher rate.</source>
        <translation>AdamW 无需多调即可快速学习；SGD 需要更高的学习率。</translation>
    </message>
    <message>
        <source>Pulls weights towards zero, against learning by heart.</source>
        <translation>将权重拉向零，防止死记硬背。</translation>
    </message>
    <message>
        <source>How the learning rate falls over the run.</source>
        <translation>学习率在训练中如何下降。</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises from nothing.</source>
        <translation>学习率从零上升所占的步数比例。</translation>
    </message>
    <message>
        <source>A gradient longer than this is shortened. 0: never.</source>
        <translation>超过此长度的梯度会被缩短。0：从不。</translation>
    </message>
    <message>
        <source>For segmentation: helps classes that cover little of the image.</source>
        <translation>用于分割：有助于占图像面积很小的类别。</translation>
    </message>
    <message>
        <source>A batch is worked off in so many parts: less memory, the same result.</source>
        <translation>一批分成若干份处理：占用更少内存，结果相同。</translation>
    </message>
    <message>
        <source>Measurements without a better result after which the run ends. 0: never.</source>
        <translation>连续多少次评估没有改进后结束训练。0：从不。</translation>
    </message>
    <message>
        <source>Only the head learns. Quick, for few images and weights that know much already.</source>
        <translation>只训练头部。速度快，适合图像少而权重已学到很多的情况。</translation>
    </message>
    <message>
        <source>Share of the images that is never learnt from. A split that lies beside the labels goes first.</source>
        <translation>从不用于学习的图像比例。优先采用标注旁的数据划分。</translation>
    </message>
    <message>
        <source>Share of the images that this run does not look at.</source>
        <translation>此训练完全不看的图像比例。</translation>
    </message>
    <message>
        <source>The same seed gives the same run on a CPU.</source>
        <translation>在 CPU 上，相同的种子得到相同的训练。</translation>
    </message>
    <message>
        <source>-1: chosen.</source>
        <translation>-1：自动。</translation>
    </message>
    <message>
        <source>Of the processor. 0: measured at the start.</source>
        <translation>处理器线程。0：启动时测量。</translation>
    </message>
    <message>
        <source>0: chosen.</source>
        <translation>0：自动。</translation>
    </message>
    <message>
        <source>A run that is killed loses no more than this.</source>
        <translation>被终止的训练最多损失这么长时间。</translation>
    </message>
    <message>
        <source>Histograms of all layers are counted as often as this share of the time allows. 0: never.</source>
        <translation>在此时间比例允许的范围内统计所有层的直方图。0：从不。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation>左右翻转</translation>
    </message>
    <message>
        <source>Flip up and down</source>
        <translation>上下翻转</translation>
    </message>
    <message>
        <source>Turn, shift, scale, shear</source>
        <translation>旋转、平移、缩放、错切</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation>透视</translation>
    </message>
    <message>
        <source>Crop and resize</source>
        <translation>裁剪并缩放</translation>
    </message>
    <message>
        <source>Elastic</source>
        <translation>弹性变形</translation>
    </message>
    <message>
        <source>Brightness, contrast, colour</source>
        <translation>亮度、对比度、颜色</translation>
    </message>
    <message>
        <source>Photometric distortion</source>
        <translation>光度失真</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>Auto-contrast</source>
        <translation>自动对比度</translation>
    </message>
    <message>
        <source>Equalize the histogram</source>
        <translation>直方图均衡</translation>
    </message>
    <message>
        <source>Fewer colours</source>
        <translation>减少颜色</translation>
    </message>
    <message>
        <source>Solarize</source>
        <translation>曝光反转</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>锐度</translation>
    </message>
    <message>
        <source>Swap colour channels</source>
        <translation>交换颜色通道</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>JPEG artefacts</source>
        <translation>JPEG 压缩痕迹</translation>
    </message>
    <message>
        <source>Erase a patch</source>
        <translation>擦除一块</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Suspicious labels</source>
        <translation>可疑标注</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Ask the net</source>
        <translation>询问网络</translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation>打开检查点</translation>
    </message>
    <message>
        <source>Open the best checkpoint of this run in Inspect</source>
        <translation>在“查看”中打开此训练的最佳检查点</translation>
    </message>
    <message>
        <source>Propose labels…</source>
        <translation>提议标注…</translation>
    </message>
    <message>
        <source>Lets the best checkpoint of this run label images; nothing is added to the labels before you agree.</source>
        <translation>让此训练的最佳检查点标注图像；在您同意之前，标注中不会添加任何内容。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Save a checkpoint and end; the run can go on later</source>
        <translation>保存检查点并结束；以后可以继续</translation>
    </message>
    <message>
        <source>The process is gone without a word. What was saved is kept; the run can go on from there.</source>
        <translation>进程已消失，没有留下任何信息。已保存的内容仍在，可从那里继续训练。</translation>
    </message>
    <message>
        <source>PyTorch is loaded and the images are read; the first step follows.</source>
        <translation>正在加载 PyTorch 并读取图像；随后开始第一步。</translation>
    </message>
    <message>
        <source>The folder of this run was moved, renamed or deleted; what was read of it is still shown. Follow it where it is now with Run › Follow a run&apos;s folder.</source>
        <translation>此次训练的文件夹已被移动、重命名或删除；已读取的内容仍然显示。请用“训练 › 跟踪训练文件夹”在它现在的位置继续跟踪。</translation>
    </message>
    <message>
        <source>epoch {now} of {all}</source>
        <translation>第 {now} / {all} 轮</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>损失 {loss}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Saves a checkpoint after the step and waits; the process keeps its memory.</source>
        <translation>在这一步之后保存检查点并等待；进程占用的内存不会释放。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Trains on in the process that waits.</source>
        <translation>在等待中的进程里继续训练。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Starts a run that ended early anew, from where it was saved last.</source>
        <translation>重新启动提前结束的训练，从上次保存之处继续。</translation>
    </message>
    <message>
        <source>The run did not start. {reason}</source>
        <translation>训练未能启动。{reason}</translation>
    </message>
</context>
</TS>
