<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AgreementDialog</name>
    <message>
        <source>Compare with other labels</source>
        <translation>与其他标注比较</translation>
    </message>
    <message>
        <source>Choose a &amp;file…</source>
        <translation>选择文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose a f&amp;older…</source>
        <translation>选择文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致度</translation>
    </message>
    <message>
        <source>In both</source>
        <translation>两者都有</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>仅此处有</translation>
    </message>
    <message>
        <source>Only there</source>
        <translation>仅对方有</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>重叠度</translation>
    </message>
    <message>
        <source>Agreement per label</source>
        <translation>各标签的一致度</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Labels of the same images</source>
        <translation>相同图像的标注</translation>
    </message>
    <message>
        <source>Comparing with {name}…</source>
        <translation>正在与 {name} 比较…</translation>
    </message>
    <message>
        <source>Choose labels of the same images, of any tool: another person&apos;s, or a model&apos;s.</source>
        <translation>选择相同图像的标注（任何工具均可）：另一个人的，或模型的。</translation>
    </message>
    <message>
        <source>Labelled alike: {alike} of {images}; agreement beyond chance (kappa) {kappa}.</source>
        <translation>{images}中有 {alike} 张标注相同；扣除偶然因素后的一致度（kappa）为 {kappa}。</translation>
    </message>
</context>
<context>
    <name>AssistDialog</name>
    <message>
        <source>Model of the assistant</source>
        <translation>助手的模型</translation>
    </message>
    <message>
        <source>Draw a box around an object or points on it, then ask for its outline.</source>
        <translation>先在目标周围画框，或在目标上画点，再求取其轮廓。</translation>
    </message>
    <message>
        <source>Official model</source>
        <translation>官方模型</translation>
    </message>
    <message>
        <source>&amp;Fetch its weights</source>
        <translation>下载权重(&amp;F)</translation>
    </message>
    <message>
        <source>Or a SAM or EfficientSAM model in ONNX: its folder, or its encoder beside its decoder.</source>
        <translation>或使用 ONNX 格式的 SAM 或 EfficientSAM 模型：选择其文件夹，或与解码器放在一起的编码器文件。</translation>
    </message>
    <message>
        <source>Model on the disk</source>
        <translation>磁盘上的模型</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Encoder of a SAM model</source>
        <translation>SAM 模型的编码器</translation>
    </message>
    <message>
        <source>osam is not installed. It comes with labelme: pip install &quot;labelme&gt;=7.9,&lt;8&quot;</source>
        <translation>未安装 osam。它随 labelme 一起安装：pip install &quot;labelme&gt;=7.9,&lt;8&quot;</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>{encoder} with {decoder}</source>
        <translation>{encoder} 与 {decoder}</translation>
    </message>
    <message>
        <source>Its weights are on this computer.</source>
        <translation>权重已在本机上。</translation>
    </message>
    <message>
        <source>Its weights are not on this computer; fetching them needs the network.</source>
        <translation>权重不在本机上；下载需要网络。</translation>
    </message>
</context>
<context>
    <name>AssistWork</name>
    <message>
        <source>The model looks at {name}</source>
        <translation>模型正在读取 {name}</translation>
    </message>
    <message>
        <source>The model was stopped; choose the tool again.</source>
        <translation>模型已停止；请重新选择该工具。</translation>
    </message>
    <message>
        <source>Assistance needs osam, which comes with labelme: pip install &quot;labelme&gt;=7.9,&lt;8&quot;</source>
        <translation>智能助手需要 osam，它随 labelme 一起提供。安装命令：pip install &quot;labelme&gt;=7.9,&lt;8&quot;</translation>
    </message>
    <message>
        <source>The image is not loaded yet.</source>
        <translation>图像尚未加载。</translation>
    </message>
    <message>
        <source>Select boxes around objects, or points on them.</source>
        <translation>请选择目标周围的框，或目标上的点。</translation>
    </message>
    <message>
        <source>The model looks at the image…</source>
        <translation>模型正在查看图像…</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>The model saw nothing there.</source>
        <translation>模型在那里没有看到目标。</translation>
    </message>
    <message>
        <source>Outline by the model</source>
        <translation>模型勾画轮廓</translation>
    </message>
    <message>
        <source>{count} outlines</source>
        <translation>{count} 个轮廓</translation>
    </message>
    <message>
        <source>1 outline</source>
        <translation>1 个轮廓</translation>
    </message>
</context>
<context>
    <name>AttributeTable</name>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Varies</source>
        <translation>可变</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Whether the answer may differ from frame to frame of a track</source>
        <translation>在同一轨迹的各帧中，取值是否可以不同</translation>
    </message>
    <message>
        <source>Add an attribute</source>
        <translation>添加属性</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>是或否</translation>
    </message>
    <message>
        <source>one choice</source>
        <translation>单选</translation>
    </message>
    <message>
        <source>several choices</source>
        <translation>多选</translation>
    </message>
    <message>
        <source>Type of {name}</source>
        <translation>{name} 的类型</translation>
    </message>
    <message>
        <source>Whether {name} varies in a track</source>
        <translation>{name} 在轨迹中是否可变</translation>
    </message>
    <message>
        <source>attribute</source>
        <translation>属性</translation>
    </message>
</context>
<context>
    <name>CanvasActions</name>
    <message>
        <source>Scale and rotate by a &amp;frame</source>
        <translation>用变换框缩放和旋转(&amp;F)</translation>
    </message>
    <message>
        <source>Clip to the image</source>
        <translation>裁剪到图像范围内</translation>
    </message>
    <message>
        <source>Select the &amp;whole group</source>
        <translation>选中整个组(&amp;W)</translation>
    </message>
    <message>
        <source>Bring to the front</source>
        <translation>置于顶层</translation>
    </message>
    <message>
        <source>Bring forward</source>
        <translation>上移一层</translation>
    </message>
    <message>
        <source>Send backward</source>
        <translation>下移一层</translation>
    </message>
    <message>
        <source>Send to the back</source>
        <translation>置于底层</translation>
    </message>
    <message>
        <source>&amp;Occluded</source>
        <translation>被遮挡(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Truncated</source>
        <translation>被截断(&amp;T)</translation>
    </message>
    <message>
        <source>D&amp;ifficult</source>
        <translation>难例(&amp;I)</translation>
    </message>
    <message>
        <source>Convert to {kind}</source>
        <translation>转换为{kind}</translation>
    </message>
    <message>
        <source>&amp;Fit the image</source>
        <translation>适应窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Fit the &amp;width</source>
        <translation>适应宽度(&amp;W)</translation>
    </message>
    <message>
        <source>A&amp;ctual size</source>
        <translation>实际大小(&amp;C)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom to the &amp;selection</source>
        <translation>缩放到所选标注(&amp;S)</translation>
    </message>
    <message>
        <source>Show &amp;labels</source>
        <translation>显示标签(&amp;L)</translation>
    </message>
    <message>
        <source>Fi&amp;ll shapes</source>
        <translation>填充形状(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Hide all but the selected</source>
        <translation>只显示选中的标注(&amp;H)</translation>
    </message>
    <message>
        <source>Crosshair at all &amp;times</source>
        <translation>始终显示十字线(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Grid</source>
        <translation>网格(&amp;G)</translation>
    </message>
    <message>
        <source>S&amp;nap to neighbours</source>
        <translation>吸附到相邻标注(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Keep zoom from image to image</source>
        <translation>切换图像时保持缩放(&amp;K)</translation>
    </message>
    <message>
        <source>Go on with the tool after each sha&amp;pe</source>
        <translation>画完一个标注后继续使用该工具(&amp;P)</translation>
    </message>
</context>
<context>
    <name>CanvasScene</name>
    <message>
        <source>Image with its shapes</source>
        <translation>图像及其形状</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>没有图像</translation>
    </message>
</context>
<context>
    <name>CanvasTools</name>
    <message>
        <source>Strokes change the selected shape; Enter begins a new one. Right button: erase. [ and ]: size.</source>
        <translation>笔画会修改选中的形状；按 Enter 开始新的形状。右键：擦除。[ 和 ]：画笔大小。</translation>
    </message>
    <message>
        <source>Paint a mask. Right button: erase. Shift: straight line. [ and ]: size.</source>
        <translation>涂抹掩码。右键：擦除。Shift：直线。[ 和 ]：画笔大小。</translation>
    </message>
    <message>
        <source>Erase from the selected shape, or from the one under the pointer. [ and ]: size, X: brush.</source>
        <translation>从选中的形状或光标下的形状擦除。[ 和 ]：大小，X：画笔。</translation>
    </message>
    <message>
        <source>Drag from the centre to the rim, or click both.</source>
        <translation>从圆心拖到圆周，或分别单击两处。</translation>
    </message>
    <message>
        <source>Click three places on the rim.</source>
        <translation>在圆周上单击三处。</translation>
    </message>
    <message>
        <source>Drag the front face of the cuboid.</source>
        <translation>拖出长方体的正面。</translation>
    </message>
    <message>
        <source>Move to set the depth, and click.</source>
        <translation>移动以设定深度，然后单击。</translation>
    </message>
    <message>
        <source>Drag, or click two corners. Shift keeps it square, Ctrl draws from the middle.</source>
        <translation>拖动，或单击两个角。Shift 保持正方形，Ctrl 从中心画起。</translation>
    </message>
    <message>
        <source>Release or click to finish, Esc to give up.</source>
        <translation>松开或单击完成，Esc 放弃。</translation>
    </message>
    <message>
        <source>Drag, or click both ends. Shift keeps to steps of 15 degrees.</source>
        <translation>拖动，或单击两端。Shift 以 15 度为步长。</translation>
    </message>
    <message>
        <source>Drag the box around the ellipse; turn it by its handle afterwards.</source>
        <translation>拖出椭圆的外框；之后可用手柄旋转。</translation>
    </message>
    <message>
        <source>Click the top, left, bottom and right-most point of the object: {left} to go.</source>
        <translation>依次单击目标的最上、最左、最下、最右点：还剩 {left} 个。</translation>
    </message>
    <message>
        <source>Drag to move the picture; the wheel zooms to the pointer.</source>
        <translation>拖动以移动画面；滚轮以光标为中心缩放。</translation>
    </message>
    <message>
        <source>Click to set a point.</source>
        <translation>单击放置一个点。</translation>
    </message>
    <message>
        <source>Click the points; Enter or a double click ends.</source>
        <translation>依次单击各点；Enter 或双击结束。</translation>
    </message>
    <message>
        <source>Click the vertices, or drag along the edge. Ctrl+click follows a neighbour&apos;s border.</source>
        <translation>单击各顶点，或沿边缘拖动。Ctrl+单击沿相邻标注的边界走。</translation>
    </message>
    <message>
        <source>Enter, a double click or the first vertex closes it; Backspace takes one back.</source>
        <translation>Enter、双击或单击首个顶点即可闭合；Backspace 撤回一个顶点。</translation>
    </message>
    <message>
        <source>Click into the polygon that gets the hole, and go round the hole.</source>
        <translation>在要挖孔的多边形内单击，并绕孔一周。</translation>
    </message>
    <message>
        <source>Click round the hole; Enter, a double click or its first vertex closes it.</source>
        <translation>绕孔单击；Enter、双击或首个顶点即可闭合。</translation>
    </message>
    <message>
        <source>Click along the line, or drag. Shift keeps to steps of 15 degrees.</source>
        <translation>沿线单击或拖动。Shift 以 15 度为步长。</translation>
    </message>
    <message>
        <source>Enter or a double click ends the line; Backspace takes a point back.</source>
        <translation>Enter 或双击结束折线；Backspace 撤回一个点。</translation>
    </message>
    <message>
        <source>Drag along one side of the box, or click its two corners.</source>
        <translation>沿框的一边拖动，或单击其两个角。</translation>
    </message>
    <message>
        <source>Set the other end of the side. Shift keeps to steps of 15 degrees.</source>
        <translation>设定该边的另一端。Shift 以 15 度为步长。</translation>
    </message>
    <message>
        <source>Click on the opposite side.</source>
        <translation>在对边上单击。</translation>
    </message>
    <message>
        <source>Arrow keys move the keypoint, X: visible, occluded, hidden; Delete hides it.</source>
        <translation>方向键移动关键点，X：可见、被遮挡、隐藏；Delete 隐藏。</translation>
    </message>
    <message>
        <source>Arrow keys move the vertex, Delete removes it, comma and point go to its neighbours.</source>
        <translation>方向键移动顶点，Delete 删除，逗号和句点切换到相邻顶点。</translation>
    </message>
    <message>
        <source>Click a shape, or drag a frame around several. Tab goes from shape to shape.</source>
        <translation>单击一个形状，或框选多个。Tab 逐个切换。</translation>
    </message>
    <message>
        <source>Enter accepts the suggestion, Delete rejects it, Tab goes to the next one.</source>
        <translation>Enter 接受建议，Delete 拒绝，Tab 转到下一个。</translation>
    </message>
    <message>
        <source>Drag vertices, or the middle of an edge for a new one; with Alt the whole edge.</source>
        <translation>拖动顶点，或拖动边的中点以增加顶点；按住 Alt 则拖动整条边。</translation>
    </message>
    <message>
        <source>Drag to move, arrow keys by a pixel, with Shift by ten.</source>
        <translation>拖动以移动；方向键移动 1 像素，按住 Shift 移动 10 像素。</translation>
    </message>
    <message>
        <source>Choose a label that has a skeleton.</source>
        <translation>请选择带有骨架的标签。</translation>
    </message>
    <message>
        <source>Click the keypoints one by one, or drag a box around all. Shift: occluded, X: not there.</source>
        <translation>逐个单击关键点，或拖框一次放置全部。Shift：被遮挡，X：不存在。</translation>
    </message>
    <message>
        <source>Click the next keypoint. Shift or right button: occluded, X: not there, Backspace: back.</source>
        <translation>单击下一个关键点。Shift 或右键：被遮挡，X：不存在，Backspace：撤回。</translation>
    </message>
    <message>
        <source>Draw a line right through what is to be cut: drag, or click and press Enter.</source>
        <translation>画一条贯穿要切分对象的线：拖动，或单击后按 Enter。</translation>
    </message>
    <message>
        <source>Enter or a double click cuts, Esc gives up.</source>
        <translation>Enter 或双击切分，Esc 放弃。</translation>
    </message>
    <message>
        <source>Finding superpixels …</source>
        <translation>正在计算超像素……</translation>
    </message>
    <message>
        <source>Click or drag over patches; right button takes away. [ and ]: patch size, R: patch this view.</source>
        <translation>在超像素上单击或拖动；右键去掉。[ 和 ]：块大小，R：对当前视野重新划分。</translation>
    </message>
    <message>
        <source>Tolerance {value}</source>
        <translation>容差 {value}</translation>
    </message>
    <message>
        <source>Click a colour; drag to change the tolerance. Shift adds to the selected mask, Alt takes away.</source>
        <translation>单击一种颜色；拖动以改变容差。Shift 添加到选中的掩码，Alt 减去。</translation>
    </message>
    <message>
        <source>Filling …</source>
        <translation>正在填充……</translation>
    </message>
    <message>
        <source>Enter takes the regions, more strokes correct them, Esc drops them.</source>
        <translation>Enter 采用这些区域，继续涂画可修正，Esc 放弃。</translation>
    </message>
    <message>
        <source>Painting the background; B goes back to the label. Enter fills.</source>
        <translation>正在涂背景；按 B 回到标签。Enter 填充。</translation>
    </message>
    <message>
        <source>Enter fills. B: background, N: next object of this label, right button: erase.</source>
        <translation>Enter 填充。B：背景，N：同一标签的下一个目标，右键：擦除。</translation>
    </message>
    <message>
        <source>Paint roughly into each object. B: background, N: next object of this label, Enter: fill.</source>
        <translation>在每个目标内粗略涂画。B：背景，N：同一标签的下一个目标，Enter：填充。</translation>
    </message>
    <message>
        <source>Enter takes it. Shift+click leaves out, Backspace takes one back.</source>
        <translation>按 Enter 采用。Shift+点击排除，Backspace 撤回一次。</translation>
    </message>
    <message>
        <source>The model looks at the image; you may click already.</source>
        <translation>模型正在读取图像；现在就可以点击。</translation>
    </message>
    <message>
        <source>Click the object or drag a box around it. Shift or the right button: this does not belong to it.</source>
        <translation>点击目标，或拖出一个框。Shift 或右键：此处不属于目标。</translation>
    </message>
</context>
<context>
    <name>CanvasWork</name>
    <message>
        <source>{count} shapes selected</source>
        <translation>已选中 {count} 个形状</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>It labels text; this program labels images.</source>
        <translation>它标注文本；本程序标注图像。</translation>
    </message>
    <message>
        <source>It labels sound; this program labels images.</source>
        <translation>它标注声音；本程序标注图像。</translation>
    </message>
    <message>
        <source>It labels point clouds; this program labels images.</source>
        <translation>它标注点云；本程序标注图像。</translation>
    </message>
    <message>
        <source>It is no labelling tool and writes no label files, though lists of such tools name it.</source>
        <translation>它不是标注工具，也不写标注文件，尽管有些工具列表提到它。</translation>
    </message>
    <message>
        <source>Its own file format has neither a description nor a sample to check a reader against.</source>
        <translation>它自己的文件格式既没有说明，也没有可供检验读取程序的样例。</translation>
    </message>
    <message>
        <source>It keeps its labels on a server and writes no files of its own.</source>
        <translation>它把标注保存在服务器上，不写自己的文件。</translation>
    </message>
</context>
<context>
    <name>CatalogueDialog</name>
    <message>
        <source>Labelling tools and their files</source>
        <translation>标注工具及其文件</translation>
    </message>
    <message>
        <source>Search by name, subject or format</source>
        <translation>按名称、对象或格式搜索</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注内容</translation>
    </message>
    <message>
        <source>Opened here</source>
        <translation>可打开</translation>
    </message>
    <message>
        <source>Written here</source>
        <translation>可写出</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>&amp;Try a sample</source>
        <translation>试用样例(&amp;T)</translation>
    </message>
    <message>
        <source>Its &amp;page</source>
        <translation>其网页(&amp;P)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>No tool is known by these words.</source>
        <translation>没有与这些词相符的工具。</translation>
    </message>
    <message>
        <source>{name}: its files are not opened yet.</source>
        <translation>{name}：尚不能打开其文件。</translation>
    </message>
    <message>
        <source>{name}: drop its files or project on the window; they are recognised by what is in them.</source>
        <translation>{name}：把它的文件或项目拖到窗口上即可；程序按内容识别。</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>Draw {shape}</source>
        <translation>绘制{shape}</translation>
    </message>
    <message>
        <source>Move {shape}</source>
        <translation>移动{shape}</translation>
    </message>
    <message>
        <source>Move a vertex of {shape}</source>
        <translation>移动{shape}的顶点</translation>
    </message>
    <message>
        <source>Add a vertex to {shape}</source>
        <translation>为{shape}添加顶点</translation>
    </message>
    <message>
        <source>Delete a vertex of {shape}</source>
        <translation>删除{shape}的顶点</translation>
    </message>
    <message>
        <source>Resize {shape}</source>
        <translation>调整{shape}的大小</translation>
    </message>
    <message>
        <source>Scale {shape}</source>
        <translation>缩放{shape}</translation>
    </message>
    <message>
        <source>Rotate {shape}</source>
        <translation>旋转{shape}</translation>
    </message>
    <message>
        <source>Paint {shape}</source>
        <translation>涂抹{shape}</translation>
    </message>
    <message>
        <source>Erase from {shape}</source>
        <translation>擦除{shape}的一部分</translation>
    </message>
    <message>
        <source>Delete {shape}</source>
        <translation>删除{shape}</translation>
    </message>
    <message>
        <source>Duplicate {shape}</source>
        <translation>复制{shape}</translation>
    </message>
    <message>
        <source>Paste {shape}</source>
        <translation>粘贴{shape}</translation>
    </message>
    <message>
        <source>Join {shape}</source>
        <translation>合并{shape}</translation>
    </message>
    <message>
        <source>Subtract from {shape}</source>
        <translation>从{shape}中减去</translation>
    </message>
    <message>
        <source>Intersect {shape}</source>
        <translation>求{shape}的交集</translation>
    </message>
    <message>
        <source>Split {shape}</source>
        <translation>切分{shape}</translation>
    </message>
    <message>
        <source>Simplify {shape}</source>
        <translation>简化{shape}</translation>
    </message>
    <message>
        <source>Convert {shape}</source>
        <translation>转换{shape}</translation>
    </message>
    <message>
        <source>Cut a hole into {shape}</source>
        <translation>在{shape}上挖孔</translation>
    </message>
    <message>
        <source>Change the order of {shape}</source>
        <translation>改变{shape}的层次</translation>
    </message>
    <message>
        <source>Group {shape}</source>
        <translation>将{shape}编组</translation>
    </message>
    <message>
        <source>Ungroup {shape}</source>
        <translation>取消{shape}的编组</translation>
    </message>
    <message>
        <source>Lock {shape}</source>
        <translation>锁定{shape}</translation>
    </message>
    <message>
        <source>Unlock {shape}</source>
        <translation>解锁{shape}</translation>
    </message>
    <message>
        <source>Accept {shape}</source>
        <translation>接受{shape}</translation>
    </message>
    <message>
        <source>Reject {shape}</source>
        <translation>拒绝{shape}</translation>
    </message>
    <message>
        <source>Label {shape}</source>
        <translation>更改{shape}的标签</translation>
    </message>
    <message>
        <source>Change a keypoint of {shape}</source>
        <translation>更改{shape}的关键点</translation>
    </message>
    <message>
        <source>Mark {shape}</source>
        <translation>标记{shape}</translation>
    </message>
    <message>
        <source>{count} shapes</source>
        <translation> {count} 个形状</translation>
    </message>
    <message>
        <source>{kind} “{label}”</source>
        <translation>{kind}“{label}”</translation>
    </message>
</context>
<context>
    <name>ConflictBar</name>
    <message>
        <source>The labels of {name} were changed by another program too.</source>
        <translation>{name} 的标注也被其他程序修改了。</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方的</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>1 image</source>
        <translation>1 张图像</translation>
    </message>
    <message>
        <source>{count} images</source>
        <translation>{count} 张图像</translation>
    </message>
    <message>
        <source>1 shape</source>
        <translation>1 个形状</translation>
    </message>
    <message>
        <source>{count} shapes</source>
        <translation>{count} 个形状</translation>
    </message>
    <message>
        <source>1 label</source>
        <translation>1 个标签</translation>
    </message>
    <message>
        <source>{count} labels</source>
        <translation>{count} 个标签</translation>
    </message>
</context>
<context>
    <name>Differences</name>
    <message>
        <source>Only this folder has this {label}.</source>
        <translation>只有此文件夹有此 {label}。</translation>
    </message>
    <message>
        <source>Only the other has this {label}.</source>
        <translation>只有对方有此 {label}。</translation>
    </message>
    <message>
        <source>Here it is {label}, in the other {other}.</source>
        <translation>此处为 {label}，对方为 {other}。</translation>
    </message>
    <message>
        <source>Both have this {label}, but their outlines agree by {overlap} only.</source>
        <translation>双方都有此 {label}，但轮廓的重叠度仅为 {overlap}。</translation>
    </message>
    <message>
        <source>The image is {label} here, {other} in the other.</source>
        <translation>图像在此处为 {label}，在对方为 {other}。</translation>
    </message>
    <message>
        <source>It is not labelled here.</source>
        <translation>此处未标注。</translation>
    </message>
    <message>
        <source>The other has no labels of it.</source>
        <translation>对方没有它的标注。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Doors</name>
    <message>
        <source>Labels (*.json *.jsonl *.ndjson *.csv *.xml *.vott *.zip *.yaml *.data *.txt);;All files (*)</source>
        <translation>标注文件 (*.json *.jsonl *.ndjson *.csv *.xml *.vott *.zip *.yaml *.data *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>Import labels of a folder</source>
        <translation>导入文件夹中的标注</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop images to label</source>
        <translation>将要标注的图像拖到这里</translation>
    </message>
    <message>
        <source>A folder, a zip, a list, or the project of labelme, CVAT, Label Studio, VoTT, VIA and others. Labels are saved beside the images as you draw.</source>
        <translation>文件夹、zip、列表，或 labelme、CVAT、Label Studio、VoTT、VIA 等工具的项目。标注会在绘制时保存在图像旁边。</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Try the sample images</source>
        <translation>试用示例图像</translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation>正在打开 {name}</translation>
    </message>
</context>
<context>
    <name>ImageModel</name>
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
</context>
<context>
    <name>ImagePanel</name>
    <message>
        <source>Filter: name, label:cat …</source>
        <translation>筛选：名称、label:cat …</translation>
    </message>
    <message>
        <source>Filter of images</source>
        <translation>图像筛选</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>缩略图总览</translation>
    </message>
    <message>
        <source>State of the images</source>
        <translation>图像的状态</translation>
    </message>
    <message>
        <source>Only images in this state are listed; the filter above must fit them too.</source>
        <translation>只列出处于此状态的图像；它们还须满足上方的筛选。</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>所有图像</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>已标注</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>With proposals</source>
        <translation>有建议的</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>有问题的</translation>
    </message>
    <message>
        <source>Terms that must all fit: a part of the name, label:cat, kind:mask, shapes&gt;3, has:problem; -label:cat is the opposite</source>
        <translation>所有条件都要满足：名称的一部分、label:cat、kind:mask、shapes&gt;3、has:problem；-label:cat 表示相反</translation>
    </message>
    <message>
        <source>{done} of {total} labelled</source>
        <translation>已标注 {done} / {total}</translation>
    </message>
    <message>
        <source>Reading the labels…</source>
        <translation>正在读取标注…</translation>
    </message>
    <message>
        <source>{shown} shown · </source>
        <translation>显示 {shown} · </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import {name}</source>
        <translation>导入 {name}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Images in</source>
        <translation>图像位置</translation>
    </message>
    <message>
        <source>Copy images to</source>
        <translation>将图像复制到</translation>
    </message>
    <message>
        <source>Images that have labels</source>
        <translation>已有标注的图像</translation>
    </message>
    <message>
        <source>What the files may be; another choice reads them anew.</source>
        <translation>这些文件可能的格式；改选后会重新读取。</translation>
    </message>
    <message>
        <source>On top: only shapes that are not there yet are added. Instead: the labels that were there are overwritten.</source>
        <translation>追加：只添加尚不存在的形状。替换：原有的标注会被覆盖。</translation>
    </message>
    <message>
        <source>where the labels say</source>
        <translation>标注文件所说的位置</translation>
    </message>
    <message>
        <source>nowhere: labels are saved beside the images where they are</source>
        <translation>不复制：标注保存在图像原来的位置旁</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>get these on top</source>
        <translation>追加这些标注</translation>
    </message>
    <message>
        <source>get these instead</source>
        <translation>替换为这些标注</translation>
    </message>
    <message>
        <source>are left alone</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Image that was not found</source>
        <translation>未找到的图像</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>解决办法</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Missing images</source>
        <translation>缺失的图像</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>{title} ({sure} sure)</source>
        <translation>{title}（把握 {sure}）</translation>
    </message>
    <message>
        <source>Labels ({count})</source>
        <translation>标签（{count}）</translation>
    </message>
    <message>
        <source>Missing images ({count})</source>
        <translation>缺失的图像（{count}）</translation>
    </message>
    <message>
        <source>Problems ({count})</source>
        <translation>问题（{count}）</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>{images}, {found} of them found; {shapes}.</source>
        <translation>{images}，找到其中 {found} 张；{shapes}。</translation>
    </message>
    <message>
        <source>Proposals of a model among them: {count}.</source>
        <translation>其中 {count} 个形状是模型的建议。</translation>
    </message>
    <message>
        <source>{images} got {shapes}.</source>
        <translation>{images}得到{shapes}。</translation>
    </message>
    <message>
        <source>Left alone, since labelled already: {count}.</source>
        <translation>{count} 张已有标注，保持不变。</translation>
    </message>
    <message>
        <source>Classes of images: {names}</source>
        <translation>图像类别：{names}</translation>
    </message>
    <message>
        <source>Say where the images are: none was found.</source>
        <translation>一张图像也没找到，请指明图像所在位置。</translation>
    </message>
</context>
<context>
    <name>LabelChooser</name>
    <message>
        <source>Label of the shape</source>
        <translation>形状的标签</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>New: {name}</source>
        <translation>新建：{name}</translation>
    </message>
</context>
<context>
    <name>LabelExportDialog</name>
    <message>
        <source>Export labels</source>
        <translation>导出标注</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片文件</translation>
    </message>
    <message>
        <source>Subsets</source>
        <translation>子集</translation>
    </message>
    <message>
        <source>Write to</source>
        <translation>写入到</translation>
    </message>
    <message>
        <source>What is lost</source>
        <translation>损失内容</translation>
    </message>
    <message>
        <source>with labels, but not those rejected</source>
        <translation>有标注且未被拒绝的</translation>
    </message>
    <message>
        <source>verified ones only</source>
        <translation>仅已核实的</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>the {count} shown in the list</source>
        <translation>列表中显示的 {count} 张</translation>
    </message>
    <message>
        <source>stay where they are</source>
        <translation>留在原处</translation>
    </message>
    <message>
        <source>are copied along</source>
        <translation>一并复制</translation>
    </message>
    <message>
        <source>are linked</source>
        <translation>建立链接</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>as saved in this folder</source>
        <translation>按此文件夹中保存的划分</translation>
    </message>
    <message>
        <source>by chance</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>each label spread evenly</source>
        <translation>各标签均匀分布</translation>
    </message>
    <message>
        <source>folders stay together</source>
        <translation>同一文件夹不拆分</translation>
    </message>
    <message>
        <source>names up to their number stay together</source>
        <translation>编号前名称相同的不拆分</translation>
    </message>
    <message>
        <source>How the labels are written; what the format cannot hold is listed below, and in a report beside them.</source>
        <translation>标注的写出格式；该格式无法保存的内容会列在下方，并记入旁边的报告。</translation>
    </message>
    <message>
        <source>Images that were verified without any shape count as having labels: they say that nothing is there.</source>
        <translation>没有任何形状但已核对的图像也算有标注：它们说明其中没有目标。</translation>
    </message>
    <message>
        <source>Whether the image files go to the target too: copies take space on the disk, symbolic links break when the originals move.</source>
        <translation>图像文件是否也放到目标处：复制会占用磁盘空间，符号链接在原文件移动后会失效。</translation>
    </message>
    <message>
        <source>Divides the images into train, val and test; all ways but the first two use the shares and the seed below.</source>
        <translation>把图像划分为 train、val 和 test；除前两种方式外，都使用下方的比例和随机种子。</translation>
    </message>
    <message>
        <source>Share of the images; the three are scaled to add up to 100 %, and at 0 the subset stays empty.</source>
        <translation>占图像的比例；三者会按比例缩放到合计 100 %，为 0 时该子集为空。</translation>
    </message>
    <message>
        <source>The same images, shares and seed give the same subsets every time.</source>
        <translation>图像、比例和随机种子都相同时，每次得到的子集都相同。</translation>
    </message>
    <message>
        <source>Unticked, shapes that a model proposed are written only once somebody has accepted them.</source>
        <translation>不勾选时，模型提议的形状只有被人接受后才会写出。</translation>
    </message>
    <message>
        <source>Counts what the chosen format cannot hold of these labels; nothing is written.</source>
        <translation>统计这些标注中所选格式无法保存的内容；不会写出任何文件。</translation>
    </message>
    <message>
        <source>Proposals that nobody accepted, too</source>
        <translation>也包括无人接受的建议</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Keep the export although it differs when read back</source>
        <translation>即使回读后有差异也保留导出结果</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>For example</source>
        <translation>例如</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>What would be &amp;lost?</source>
        <translation>会损失什么(&amp;L)？</translation>
    </message>
    <message>
        <source>Open the &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{images} with {shapes} would be written.</source>
        <translation>将写出{images}、{shapes}。</translation>
    </message>
    <message>
        <source>Written, and alike when read back: {images} with {shapes}.</source>
        <translation>已写出{images}、{shapes}，并回读核对：一致。</translation>
    </message>
    <message>
        <source>Written, but read back it differs: {what}</source>
        <translation>已写出，但回读后有差异：{what}</translation>
    </message>
    <message>
        <source>The report lies beside it: {name}</source>
        <translation>报告在其旁边：{name}</translation>
    </message>
    <message>
        <source>Nothing is lost.</source>
        <translation>没有损失。</translation>
    </message>
</context>
<context>
    <name>LabelFates</name>
    <message>
        <source>{name}: {shapes} in {images}</source>
        <translation>{name}：{images}中有{shapes}</translation>
    </message>
    <message>
        <source>What becomes of them?</source>
        <translation>如何处理它们？</translation>
    </message>
    <message>
        <source>Delete the shapes</source>
        <translation>删除这些形状</translation>
    </message>
    <message>
        <source>Keep them; the label stays, at the end of the list</source>
        <translation>保留它们；标签留在列表末尾</translation>
    </message>
    <message>
        <source>Give them the label {name}</source>
        <translation>改用标签 {name}</translation>
    </message>
</context>
<context>
    <name>LabelForm</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Supercategory</source>
        <translation>上级类别</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Kinds of shape</source>
        <translation>形状种类</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>One key; empty: a digit by its place</source>
        <translation>一个按键；留空则按位置使用数字键</translation>
    </message>
    <message>
        <source>None ticked: every kind is allowed</source>
        <translation>都不勾选：允许所有种类</translation>
    </message>
    <message>
        <source>Gives up the chosen colour for one that follows from the name and is told apart from those of the other labels.</source>
        <translation>放弃所选颜色，改用由名称决定、并能与其他标签区分的颜色。</translation>
    </message>
    <message>
        <source>Chooses the label and gives it to the selected shapes: a digit alone, a letter with Shift. Signs are only kept.</source>
        <translation>选用该标签，并赋给所选形状：数字直接按，字母与 Shift 同按。符号只会被保留。</translation>
    </message>
    <message>
        <source>The wider class that the label belongs to, for example animal for cat; COCO files hold it.</source>
        <translation>标签所属的更大类别，例如“猫”属于“动物”；COCO 文件会保存它。</translation>
    </message>
    <message>
        <source>What belongs to the label and what does not; seen when the mouse rests on it in the list of labels.</source>
        <translation>哪些属于该标签，哪些不属于；鼠标停在标签列表中的该标签上时显示。</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Skeleton</source>
        <translation>骨架</translation>
    </message>
    <message>
        <source>Only these are allowed</source>
        <translation>只允许这些种类</translation>
    </message>
    <message>
        <source>from the name</source>
        <translation>由名称决定</translation>
    </message>
</context>
<context>
    <name>LabelHistoryDialog</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>This image: choose a state to return to it</source>
        <translation>此图像：选择一个状态即可返回</translation>
    </message>
    <message>
        <source>All images, the latest first</source>
        <translation>所有图像，最近的在前</translation>
    </message>
    <message>
        <source>States of this image</source>
        <translation>此图像的各状态</translation>
    </message>
    <message>
        <source>Changes of all images</source>
        <translation>所有图像的更改</translation>
    </message>
    <message>
        <source>As it was opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>{text} ({images})</source>
        <translation>{text}（{images}）</translation>
    </message>
    <message>
        <source>{text}, taken back</source>
        <translation>{text}，已撤回</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>撤回此操作</translation>
    </message>
    <message>
        <source>Show this image</source>
        <translation>显示此图像</translation>
    </message>
    <message>
        <source>Undoes a change of many images; those that were changed since keep what they have.</source>
        <translation>撤销对多张图像的更改；之后又改过的图像保持现状。</translation>
    </message>
    <message>
        <source>Brings the image to the front, where its own changes can be undone.</source>
        <translation>打开该图像，可在其中撤销它自己的更改。</translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>本图</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>New label</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>Enter adds the label to the data set; the next shapes are drawn with it.</source>
        <translation>按回车把该标签加入数据集；之后的形状用它绘制。</translation>
    </message>
    <message>
        <source>Edit the labels: colours, keys, attributes, skeletons</source>
        <translation>编辑标签：颜色、按键、属性、骨架</translation>
    </message>
    <message>
        <source>Lock: every new shape takes the chosen label</source>
        <translation>锁定：每个新形状都使用所选标签</translation>
    </message>
</context>
<context>
    <name>LabelSession</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Change labels</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>Mark as unlabelled</source>
        <translation>标记为未标注</translation>
    </message>
    <message>
        <source>Mark as labelled</source>
        <translation>标记为已标注</translation>
    </message>
    <message>
        <source>Mark as verified</source>
        <translation>标记为已核对</translation>
    </message>
    <message>
        <source>Mark as rejected</source>
        <translation>标记为已拒绝</translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation>被其他程序修改</translation>
    </message>
</context>
<context>
    <name>LabelTable</name>
    <message>
        <source>&amp;Image</source>
        <translation>图像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Shape</source>
        <translation>形状(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Convert</source>
        <translation>转换(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Data set</source>
        <translation>数据集(&amp;D)</translation>
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
        <source>&amp;History…</source>
        <translation>历史(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Next image</source>
        <translation>下一张图像(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous image</source>
        <translation>上一张图像(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Filter images</source>
        <translation>筛选图像(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Contact sheet</source>
        <translation>缩略图总览(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Look for changes on the disk</source>
        <translation>检查磁盘上的更改(&amp;L)</translation>
    </message>
    <message>
        <source>Mark as &amp;verified and go on</source>
        <translation>标记为已核对并继续(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation>拒绝(&amp;R)</translation>
    </message>
    <message>
        <source>Take the &amp;mark away</source>
        <translation>去掉标记(&amp;M)</translation>
    </message>
    <message>
        <source>Change the &amp;label…</source>
        <translation>更改标签(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>创建副本(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
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
        <source>&amp;Join</source>
        <translation>合并(&amp;J)</translation>
    </message>
    <message>
        <source>Su&amp;btract from the first</source>
        <translation>从第一个中减去(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Intersect</source>
        <translation>求交(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;implify</source>
        <translation>简化(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Group as one object</source>
        <translation>组合为一个目标(&amp;G)</translation>
    </message>
    <message>
        <source>U&amp;ngroup</source>
        <translation>取消组合(&amp;N)</translation>
    </message>
    <message>
        <source>L&amp;ock</source>
        <translation>锁定(&amp;O)</translation>
    </message>
    <message>
        <source>Unloc&amp;k</source>
        <translation>解锁(&amp;K)</translation>
    </message>
    <message>
        <source>Acc&amp;ept the proposals</source>
        <translation>接受建议(&amp;E)</translation>
    </message>
    <message>
        <source>Re&amp;fuse all proposals</source>
        <translation>拒绝所有建议(&amp;F)</translation>
    </message>
    <message>
        <source>Select and edit</source>
        <translation>选择与编辑</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>移动视图</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>矩形框</translation>
    </message>
    <message>
        <source>Rotated box</source>
        <translation>旋转框</translation>
    </message>
    <message>
        <source>Box by four extreme points</source>
        <translation>四个极点定框</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Hole in a polygon</source>
        <translation>多边形挖孔</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆</translation>
    </message>
    <message>
        <source>Circle through three points</source>
        <translation>三点画圆</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线段</translation>
    </message>
    <message>
        <source>Polyline</source>
        <translation>折线</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点集</translation>
    </message>
    <message>
        <source>Keypoint skeleton</source>
        <translation>关键点骨架</translation>
    </message>
    <message>
        <source>Cuboid</source>
        <translation>长方体</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Watershed from markers</source>
        <translation>标记分水岭</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>超像素</translation>
    </message>
    <message>
        <source>Split along a line</source>
        <translation>沿线切分</translation>
    </message>
    <message>
        <source>Assistant: click an object</source>
        <translation>智能助手：点击目标</translation>
    </message>
    <message>
        <source>&amp;Copy shapes to the next image</source>
        <translation>将形状复制到下一张图像(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Take the shapes of the image before</source>
        <translation>取用上一张图像的形状(&amp;T)</translation>
    </message>
    <message>
        <source>Paste shapes to &amp;many images…</source>
        <translation>将形状粘贴到多张图像(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Start a track with the shape</source>
        <translation>以此形状开始轨迹(&amp;S)</translation>
    </message>
    <message>
        <source>Make it a &amp;keyframe</source>
        <translation>设为关键帧(&amp;K)</translation>
    </message>
    <message>
        <source>The object &amp;leaves the picture here</source>
        <translation>目标在此离开画面(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Interpolate between keyframes</source>
        <translation>在关键帧之间插值(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Outline what is in the box or under the points</source>
        <translation>勾画框内或点下的目标(&amp;O)</translation>
    </message>
    <message>
        <source>The same as a &amp;mask</source>
        <translation>同上，生成掩码(&amp;M)</translation>
    </message>
    <message>
        <source>Model of the &amp;assistant…</source>
        <translation>助手的模型(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Import labels…</source>
        <translation>导入标注(&amp;I)…</translation>
    </message>
    <message>
        <source>Import a &amp;folder or project…</source>
        <translation>导入文件夹或项目(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Export labels…</source>
        <translation>导出标注(&amp;E)…</translation>
    </message>
    <message>
        <source>Open in &amp;labelme</source>
        <translation>在 labelme 中打开(&amp;L)</translation>
    </message>
    <message>
        <source>Labelling &amp;tools and their files…</source>
        <translation>标注工具及其文件(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Statistics…</source>
        <translation>统计(&amp;S)…</translation>
    </message>
    <message>
        <source>Check for &amp;mistakes…</source>
        <translation>检查错误(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Compare with other labels…</source>
        <translation>与其他标注比较(&amp;C)…</translation>
    </message>
    <message>
        <source>Edit the la&amp;bels…</source>
        <translation>编辑标签(&amp;B)…</translation>
    </message>
    <message>
        <source>Label of key {key}</source>
        <translation>按键 {key} 的标签</translation>
    </message>
</context>
<context>
    <name>LabelWorkspace</name>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>No images here</source>
        <translation>这里没有图像</translation>
    </message>
    <message>
        <source>The folder holds no file that is taken for an image.</source>
        <translation>文件夹中没有可识别为图像的文件。</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>This image cannot be shown</source>
        <translation>无法显示此图像</translation>
    </message>
    <message>
        <source>The image is not loaded yet.</source>
        <translation>图像尚未加载。</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已核对</translation>
    </message>
    <message>
        <source>Proposals of a model</source>
        <translation>模型的建议</translation>
    </message>
</context>
<context>
    <name>Labelme</name>
    <message>
        <source>labelme is not installed. Install it with: pip install &quot;labelme&gt;=7.9,&lt;8&quot;</source>
        <translation>未安装 labelme。安装方法：pip install &quot;labelme&gt;=7.9,&lt;8&quot;</translation>
    </message>
    <message>
        <source>labelme cannot open images in a zip; unpack it first.</source>
        <translation>labelme 无法打开 zip 中的图像；请先解压。</translation>
    </message>
    <message>
        <source>labelme is open already.</source>
        <translation>labelme 已经打开。</translation>
    </message>
    <message>
        <source>labelme is starting; what it saves appears here.</source>
        <translation>labelme 正在启动；它保存的内容会显示在这里。</translation>
    </message>
    <message>
        <source>labelme could not be started.</source>
        <translation>无法启动 labelme。</translation>
    </message>
    <message>
        <source>labelme ended with an error ({code}).</source>
        <translation>labelme 因错误而结束（{code}）。</translation>
    </message>
</context>
<context>
    <name>Labels</name>
    <message>
        <source>“{name}” cannot be a label: its name must be one line of text, without tabs and control characters.</source>
        <translation>“{name}”不能作标签：名称必须是一行文字，不含制表符和控制字符。</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Unsaved labels</source>
        <translation>未保存的标注</translation>
    </message>
    <message>
        <source>The labels of {names} could not be saved.</source>
        <translation>{names} 的标注无法保存。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>&amp;Brightness</source>
        <translation>亮度(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Contrast</source>
        <translation>对比度(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Gamma</source>
        <translation>伽马(&amp;G)</translation>
    </message>
    <message>
        <source>C&amp;hannel</source>
        <translation>通道(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Invert</source>
        <translation>反相(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Fill of shapes</source>
        <translation>形状填充(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Opacity of shapes</source>
        <translation>形状不透明度(&amp;O)</translation>
    </message>
    <message>
        <source>Show as it is</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Transparency</source>
        <translation>透明度</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
</context>
<context>
    <name>ManyImagesWork</name>
    <message>
        <source>{first} (and {more} more)</source>
        <translation>{first}（另有 {more} 个）</translation>
    </message>
    <message>
        <source>Undo: {text}</source>
        <translation>撤销：{text}</translation>
    </message>
</context>
<context>
    <name>Mistakes</name>
    <message>
        <source>The shape lies outside the image.</source>
        <translation>形状位于图像之外。</translation>
    </message>
    <message>
        <source>A part of the shape lies outside the image.</source>
        <translation>形状的一部分位于图像之外。</translation>
    </message>
    <message>
        <source>The shape encloses nothing.</source>
        <translation>形状没有围住任何区域。</translation>
    </message>
    <message>
        <source>The outline crosses itself.</source>
        <translation>轮廓自相交。</translation>
    </message>
    <message>
        <source>The shape lies on another one of the same label.</source>
        <translation>形状与同一标签的另一个形状重合。</translation>
    </message>
    <message>
        <source>The shape is only {width} x {height} pixels large.</source>
        <translation>形状只有 {width} x {height} 像素。</translation>
    </message>
    <message>
        <source>The shape has no label.</source>
        <translation>形状没有标签。</translation>
    </message>
    <message>
        <source>The label schema has no label {label}.</source>
        <translation>标签体系中没有标签 {label}。</translation>
    </message>
    <message>
        <source>The label {label} does not allow shapes of this kind ({kind}).</source>
        <translation>标签 {label} 不允许这种形状（{kind}）。</translation>
    </message>
    <message>
        <source>The attribute {attribute} was not answered.</source>
        <translation>属性 {attribute} 尚未填写。</translation>
    </message>
    <message>
        <source>The attribute {attribute} cannot be {value}.</source>
        <translation>属性 {attribute} 不能为 {value}。</translation>
    </message>
    <message>
        <source>Keypoints of the skeleton: {have}; the label {label} has {want}.</source>
        <translation>骨架有 {have} 个关键点；标签 {label} 应有 {want} 个。</translation>
    </message>
    <message>
        <source>Only this shape has the label {label}.</source>
        <translation>只有这个形状使用标签 {label}。</translation>
    </message>
    <message>
        <source>Only this shape has the label {label}; {other} is used {count} times.</source>
        <translation>只有这个形状使用标签 {label}；而 {other} 使用了 {count} 次。</translation>
    </message>
    <message>
        <source>The labels were made for an image of {said}; it has {true}.</source>
        <translation>标注针对的图像尺寸为 {said}；实际为 {true}。</translation>
    </message>
    <message>
        <source>Outside the image</source>
        <translation>在图像之外</translation>
    </message>
    <message>
        <source>Partly outside</source>
        <translation>部分在外</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空形状</translation>
    </message>
    <message>
        <source>Crosses itself</source>
        <translation>自相交</translation>
    </message>
    <message>
        <source>Twice</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>过小</translation>
    </message>
    <message>
        <source>No label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>Unknown label</source>
        <translation>未知标签</translation>
    </message>
    <message>
        <source>Kind not allowed</source>
        <translation>种类不允许</translation>
    </message>
    <message>
        <source>Unanswered</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>Wrong answer</source>
        <translation>取值错误</translation>
    </message>
    <message>
        <source>Keypoints</source>
        <translation>关键点</translation>
    </message>
    <message>
        <source>One-off label</source>
        <translation>仅用一次的标签</translation>
    </message>
    <message>
        <source>Perhaps misspelt</source>
        <translation>可能拼错</translation>
    </message>
    <message>
        <source>Other size</source>
        <translation>尺寸不符</translation>
    </message>
    <message>
        <source>Image or label file</source>
        <translation>图像或标注文件</translation>
    </message>
</context>
<context>
    <name>MistakesDialog</name>
    <message>
        <source>Check for mistakes</source>
        <translation>检查错误</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>What may be wrong</source>
        <translation>可能的错误</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Kind of mistake</source>
        <translation>错误种类</translation>
    </message>
    <message>
        <source>Only this kind is listed; if it is one that can be mended, no other kind is mended either.</source>
        <translation>只列出这一种；如果它可以修复，修复时也不会动其他种类。</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>重新检查(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Mend what is safe</source>
        <translation>修复可安全修复的(&amp;M)</translation>
    </message>
    <message>
        <source>Removes what is empty, twice or outside, and cuts boxes and polygons at the edge; it can be undone</source>
        <translation>移除空的、重复的或在图像之外的形状，并在边缘裁剪框和多边形；可以撤销</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>全部（{count}）</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Nothing was found in {images}.</source>
        <translation>在{images}中没有发现错误。</translation>
    </message>
    <message>
        <source>{count} in {images} of {all}</source>
        <translation>共 {count} 处，位于{all}中的 {images} 张</translation>
    </message>
    <message>
        <source>Mend mistakes</source>
        <translation>修复错误</translation>
    </message>
</context>
<context>
    <name>OfferBar</name>
    <message>
        <source>This folder holds labels of another tool ({format}).</source>
        <translation>此文件夹含有其他工具的标注（{format}）。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Leave them</source>
        <translation>不理会</translation>
    </message>
</context>
<context>
    <name>OpeningBar</name>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>{images} so far</source>
        <translation>目前已找到 {images}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>PropertyPanel</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Open images to label them.</source>
        <translation>打开图像以进行标注。</translation>
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
        <source>Rejected images are not trained on, and an export of labelled images leaves them out; verified ones can be exported alone.</source>
        <translation>已拒绝的图像不用于训练，导出有标注的图像时也会略过；已核对的图像可以单独导出。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Said of the image as a whole, without a shape; classification learns from it.</source>
        <translation>针对整张图像，无需形状；图像分类从中学习。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>New class of the image</source>
        <translation>图像的新类别</translation>
    </message>
    <message>
        <source>Enter gives this class to the image and offers it for every other one.</source>
        <translation>按回车把该类别赋给此图像，其他图像也可选用它。</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Class {name}</source>
        <translation>类别 {name}</translation>
    </message>
    <message>
        <source>Several labels have commas between them; the first gives the name and the colour that are shown.</source>
        <translation>多个标签之间用英文逗号分隔；显示的名称和颜色取自第一个。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labels of {count}</source>
        <translation>{count} 个形状的标签</translation>
    </message>
    <message>
        <source>Occluded</source>
        <translation>被遮挡</translation>
    </message>
    <message>
        <source>Something else hides a part of the object; its outline is drawn in short dashes.</source>
        <translation>目标的一部分被其他东西挡住；其轮廓以短虚线绘制。</translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation>被截断</translation>
    </message>
    <message>
        <source>A part of the object lies beyond the edge of the image, so the shape holds only the rest.</source>
        <translation>目标的一部分在图像边缘之外，形状只包含其余部分。</translation>
    </message>
    <message>
        <source>Difficult</source>
        <translation>难例</translation>
    </message>
    <message>
        <source>Hard to recognise even for a person; Pascal VOC and DOTA do not count such objects when they evaluate.</source>
        <translation>连人也难以辨认；Pascal VOC 和 DOTA 评估时不计入这样的目标。</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>The canvas does not move, change or delete the shape as long as this is ticked.</source>
        <translation>勾选期间，在画布上不能移动、修改或删除该形状。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>What can be read at this place of the image, for OCR</source>
        <translation>图像此处可读出的文字，用于 OCR</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>A remark in your own words; labelme files keep it with the shape.</source>
        <translation>自由填写的说明；labelme 文件会把它与形状一起保存。</translation>
    </message>
    <message>
        <source>Shapes of one image with the same number are parts of one object; – is none.</source>
        <translation>同一图像中编号相同的形状是同一目标的各部分；– 表示不属于任何组。</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>分数 {score}</translation>
    </message>
    <message>
        <source>Label {name}</source>
        <translation>标签 {name}</translation>
    </message>
</context>
<context>
    <name>ProposalBar</name>
    <message>
        <source>Proposals: {shown} of {all}. Tab: next, Enter: accept, Del: refuse.</source>
        <translation>{all} 个建议中的 {shown} 个。Tab：下一个，Enter：接受，Del：拒绝。</translation>
    </message>
    <message>
        <source>at least {sure} sure</source>
        <translation>把握至少 {sure}</translation>
    </message>
    <message>
        <source>Least score of proposals</source>
        <translation>建议的最低分数</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Accept {count}</source>
        <translation>接受 {count} 个</translation>
    </message>
    <message>
        <source>Refuse all</source>
        <translation>全部拒绝</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>The shape would have too few points.</source>
        <translation>形状的点会太少。</translation>
    </message>
    <message>
        <source>This works with shapes that have an area.</source>
        <translation>此操作只适用于有面积的形状。</translation>
    </message>
    <message>
        <source>The line does not cut the shape in two.</source>
        <translation>这条线没有把形状切成两部分。</translation>
    </message>
    <message>
        <source>Nothing of the shape would be left.</source>
        <translation>形状将不剩下任何部分。</translation>
    </message>
    <message>
        <source>Select two or more shapes that have an area.</source>
        <translation>请选中两个或更多有面积的形状。</translation>
    </message>
    <message>
        <source>A shape of this kind cannot become one of that kind.</source>
        <translation>这种形状不能转换为那一种类。</translation>
    </message>
    <message>
        <source>A shape of this kind has no vertices to add or to delete.</source>
        <translation>这种形状没有可增删的顶点。</translation>
    </message>
    <message>
        <source>Nothing is painted.</source>
        <translation>还没有涂画任何内容。</translation>
    </message>
    <message>
        <source>The shape is locked.</source>
        <translation>形状已锁定。</translation>
    </message>
    <message>
        <source>The label has no skeleton; give it keypoints in the label schema.</source>
        <translation>该标签没有骨架；请在标签体系中为它定义关键点。</translation>
    </message>
    <message>
        <source>Every selected shape has this label already.</source>
        <translation>选中的标注都已是该标签。</translation>
    </message>
    <message>
        <source>Too small to be a shape; draw it larger or zoom in.</source>
        <translation>太小，无法成为形状；请画大一些或放大画面。</translation>
    </message>
    <message>
        <source>Select a shape first.</source>
        <translation>请先选中一个形状。</translation>
    </message>
    <message>
        <source>The label does not allow shapes of this kind; choose another label.</source>
        <translation>该标签不允许这一种类的形状；请选择其他标签。</translation>
    </message>
    <message>
        <source>This tool needs the picture&apos;s file, which is not open.</source>
        <translation>此工具需要图像文件，但文件未打开。</translation>
    </message>
    <message>
        <source>The model sees no object there.</source>
        <translation>模型在那里没有看到目标。</translation>
    </message>
    <message>
        <source>The outline is too ragged for polygons: it has too many corners. Keep it as a mask.</source>
        <translation>轮廓过于零碎，角点太多，不适合用多边形表示。请保留为掩码。</translation>
    </message>
    <message>
        <source>The outline is too ragged for polygons, so the region stays a mask.</source>
        <translation>轮廓过于零碎，不适合用多边形表示，因此该区域保留为掩码。</translation>
    </message>
</context>
<context>
    <name>SchemaDialog</name>
    <message>
        <source>Labels of this folder</source>
        <translation>此文件夹的标签</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labels in their fixed order</source>
        <translation>按固定顺序排列的标签</translation>
    </message>
    <message>
        <source>Labels of shapes</source>
        <translation>形状的标签</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Classes of whole images, one a line:</source>
        <translation>整张图像的类别，每行一个：</translation>
    </message>
    <message>
        <source>Classes of whole images</source>
        <translation>整张图像的类别</translation>
    </message>
    <message>
        <source>What is asked of each image:</source>
        <translation>每张图像需要填写的属性：</translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation>添加标签</translation>
    </message>
    <message>
        <source>Remove the label</source>
        <translation>移除标签</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Take labels, flags and colours of labelme…</source>
        <translation>取用 labelme 的标签、标志和颜色…</translation>
    </message>
    <message>
        <source>Take names from a text file…</source>
        <translation>从文本文件取用名称…</translation>
    </message>
    <message>
        <source>Change the indices all the same</source>
        <translation>仍然更改索引</translation>
    </message>
    <message>
        <source>Rename the labels in the label files of this folder too</source>
        <translation>同时重命名此文件夹标注文件中的标签</translation>
    </message>
    <message>
        <source>new label</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>labelme&apos;s settings</source>
        <translation>labelme 的设置</translation>
    </message>
    <message>
        <source>A label a line</source>
        <translation>每行一个标签</translation>
    </message>
    <message>
        <source>Text (*.txt *.names);;All (*)</source>
        <translation>文本 (*.txt *.names);;全部 (*)</translation>
    </message>
    <message>
        <source>Every label needs a name.</source>
        <translation>每个标签都需要名称。</translation>
    </message>
    <message>
        <source>There are two labels named {name}.</source>
        <translation>有两个标签都叫 {name}。</translation>
    </message>
    <message>
        <source>Two labels have the key {key}.</source>
        <translation>有两个标签使用按键 {key}。</translation>
    </message>
    <message>
        <source>{key} is pressed for “{command}”; take another key.</source>
        <translation>{key} 已用于“{command}”，请换一个键。</translation>
    </message>
    <message>
        <source>{name} is removed (it was {index})</source>
        <translation>{name} 被移除（原索引 {index}）</translation>
    </message>
    <message>
        <source>{old} becomes {new} ({index})</source>
        <translation>{old} 变为 {new}（{index}）</translation>
    </message>
    <message>
        <source>{name} moves from {old} to {new}</source>
        <translation>{name} 由 {old} 移到 {new}</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>…另有 {count} 项</translation>
    </message>
    <message>
        <source>This changes what label indices mean; YOLO files and trained checkpoints hold indices only:</source>
        <translation>这会改变标签索引的含义；YOLO 文件和训练好的检查点只保存索引：</translation>
    </message>
    <message>
        <source>Labels are being saved; try again in a moment.</source>
        <translation>正在保存标注；请稍后再试。</translation>
    </message>
</context>
<context>
    <name>SequenceWork</name>
    <message>
        <source>There is no next image, or nothing to copy.</source>
        <translation>没有下一张图像，或没有可复制的形状。</translation>
    </message>
    <message>
        <source>Copy to the next image</source>
        <translation>复制到下一张图像</translation>
    </message>
    <message>
        <source>There is no image before this one.</source>
        <translation>前面没有图像。</translation>
    </message>
    <message>
        <source>The image before has no shapes.</source>
        <translation>上一张图像没有形状。</translation>
    </message>
    <message>
        <source>Shapes of the image before</source>
        <translation>上一张图像的形状</translation>
    </message>
    <message>
        <source>There are no other images, or nothing to paste.</source>
        <translation>没有其他图像，或没有可粘贴的形状。</translation>
    </message>
    <message>
        <source>Paste {shapes} onto {images}?</source>
        <translation>将{shapes}粘贴到{images}上？</translation>
    </message>
    <message>
        <source>Select images in the list to choose which. It can be taken back in the history.</source>
        <translation>在列表中选择图像即可指定粘贴到哪些图像。可在历史中撤回。</translation>
    </message>
    <message>
        <source>Paste to many</source>
        <translation>粘贴到多张图像</translation>
    </message>
    <message>
        <source>Select one shape to follow.</source>
        <translation>请选择一个要跟踪的形状。</translation>
    </message>
    <message>
        <source>Track {number}</source>
        <translation>轨迹 {number}</translation>
    </message>
    <message>
        <source>Select one shape of a track.</source>
        <translation>请选择轨迹中的一个形状。</translation>
    </message>
    <message>
        <source>Labels are being saved; try again in a moment.</source>
        <translation>正在保存标注；请稍后再试。</translation>
    </message>
    <message>
        <source>Interpolate track {number}</source>
        <translation>对轨迹 {number} 插值</translation>
    </message>
</context>
<context>
    <name>ShapeModel</name>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>box</source>
        <translation>矩形框</translation>
    </message>
    <message>
        <source>rotated box</source>
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
</context>
<context>
    <name>ShapePanel</name>
    <message>
        <source>Shapes of this image</source>
        <translation>此图像的形状</translation>
    </message>
</context>
<context>
    <name>Shapes</name>
    <message>
        <source>rectangle</source>
        <translation>矩形框</translation>
    </message>
    <message>
        <source>rotated rectangle</source>
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
        <source>{kind} {label}, {number} of {count}</source>
        <translation>{kind} {label}，第 {number} 个，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>SkeletonEditor</name>
    <message>
        <source>Keypoints, one a line, in their fixed order:</source>
        <translation>关键点，每行一个，顺序固定：</translation>
    </message>
    <message>
        <source>Bones, as “shoulder - elbow” (or click two points):</source>
        <translation>连线，写作“肩 - 肘”（或依次点击两个点）：</translation>
    </message>
    <message>
        <source>Swap when mirrored, as “left eye - right eye”:</source>
        <translation>镜像时互换，写作“左眼 - 右眼”：</translation>
    </message>
    <message>
        <source>Take the 17 keypoints of COCO&apos;s persons</source>
        <translation>采用 COCO 人体的 17 个关键点</translation>
    </message>
    <message>
        <source>The skeleton: drag points, click two for a bone</source>
        <translation>骨架：可拖动点，点击两个点连成一条线</translation>
    </message>
    <message>
        <source>“{line}” does not name two different keypoints.</source>
        <translation>“{line}”没有指明两个不同的关键点。</translation>
    </message>
</context>
<context>
    <name>SkeletonPicture</name>
    <message>
        <source>Name the keypoints at the left.</source>
        <translation>请在左侧写出关键点名称。</translation>
    </message>
</context>
<context>
    <name>StatisticsDialog</name>
    <message>
        <source>Statistics of the labels</source>
        <translation>标注统计</translation>
    </message>
    <message>
        <source>Count &amp;again</source>
        <translation>重新统计(&amp;A)</translation>
    </message>
    <message>
        <source>Show the &amp;unlabelled</source>
        <translation>显示未标注的(&amp;U)</translation>
    </message>
    <message>
        <source>Filters the list of images in the window to those in the state unlabelled.</source>
        <translation>把窗口中的图像列表筛选为状态是“未标注”的图像。</translation>
    </message>
    <message>
        <source>Label whose places are shown</source>
        <translation>显示其位置的标签</translation>
    </message>
    <message>
        <source>The brighter a place below, the more often the box of a shape of this label covers it.</source>
        <translation>下图中某处越亮，表示该标签的形状的外接框覆盖此处的次数越多。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>共现</translation>
    </message>
    <message>
        <source>How many shapes each label has; a click shows its images</source>
        <translation>各标签的形状数；点击可显示其图像</translation>
    </message>
    <message>
        <source>Width and height of shapes in pixels</source>
        <translation>形状的宽和高（像素）</translation>
    </message>
    <message>
        <source>Where in the images the shapes lie</source>
        <translation>形状在图像中的位置</translation>
    </message>
    <message>
        <source>In how many images two labels occur together; a click shows them</source>
        <translation>两个标签在多少张图像中同时出现；点击可显示这些图像</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Nothing is labelled yet.</source>
        <translation>尚未标注任何内容。</translation>
    </message>
    <message>
        <source>{images}, {left} unlabelled, {verified} verified; {shapes} of {labels}.</source>
        <translation>{images}，{left} 张未标注，{verified} 张已核对；{labels}、{shapes}。</translation>
    </message>
    <message>
        <source>shapes</source>
        <translation>形状数</translation>
    </message>
    <message>
        <source>width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Tip</source>
        <translation>笔尖</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>块数</translation>
    </message>
    <message>
        <source>Compactness</source>
        <translation>紧凑度</translation>
    </message>
    <message>
        <source>Connected only</source>
        <translation>仅相连区域</translation>
    </message>
    <message>
        <source>Change polygons too</source>
        <translation>也修改多边形</translation>
    </message>
    <message>
        <source>As polygons</source>
        <translation>生成多边形</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Take the regions</source>
        <translation>采用这些区域</translation>
    </message>
    <message>
        <source>Preview under the pointer</source>
        <translation>指针下预览</translation>
    </message>
    <message>
        <source>Model…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>The model looks at the image</source>
        <translation>模型正在读取图像</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>View</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Brightness, contrast, channels, opacity</source>
        <translation>亮度、对比度、通道、不透明度</translation>
    </message>
    <message>
        <source>Round</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Select and edit</source>
        <translation>选择与编辑</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形框</translation>
    </message>
    <message>
        <source>Rotated rectangle</source>
        <translation>旋转框</translation>
    </message>
    <message>
        <source>Box by extreme points</source>
        <translation>极值点画框</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Hole in a polygon</source>
        <translation>多边形挖孔</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆</translation>
    </message>
    <message>
        <source>Circle through three points</source>
        <translation>三点画圆</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>线段</translation>
    </message>
    <message>
        <source>Polyline</source>
        <translation>折线</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点集</translation>
    </message>
    <message>
        <source>Keypoint skeleton</source>
        <translation>关键点骨架</translation>
    </message>
    <message>
        <source>Cuboid</source>
        <translation>长方体</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Watershed from strokes</source>
        <translation>笔画分水岭</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>超像素</translation>
    </message>
    <message>
        <source>Split by a line</source>
        <translation>用线切分</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>智能助手</translation>
    </message>
</context>
</TS>
