<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CostView</name>
    <message>
        <source>No architecture was recognised: choose the model of the dataflow graph first.</source>
        <translation>未识别出架构：请先为数据流图选择模型。</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>In the order in which they run</source>
        <translation>按运行顺序</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Shape of what it gives</source>
        <translation>输出的形状</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Elements of its parameters and buffers</source>
        <translation>参数与缓冲区的元素数</translation>
    </message>
    <message>
        <source>Activation bytes</source>
        <translation>激活字节数</translation>
    </message>
    <message>
        <source>Bytes of its results in one forward pass</source>
        <translation>一次前向传播中其结果的字节数</translation>
    </message>
    <message>
        <source>Multiply-adds</source>
        <translation>乘加次数</translation>
    </message>
    <message>
        <source>Of convolutions and products of matrices in one forward pass</source>
        <translation>一次前向传播中卷积与矩阵乘法的乘加次数</translation>
    </message>
    <message>
        <source>Sum: {parameters} parameters, {bytes} activation bytes, {macs} multiply-adds</source>
        <translation>合计：参数 {parameters}，激活 {bytes} 字节，乘加 {macs} 次</translation>
    </message>
    <message>
        <source>Of the whole model; what is used twice has its parameters counted once</source>
        <translation>整个模型；重复使用的参数只计一次</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Save the costs</source>
        <translation>保存开销</translation>
    </message>
    <message>
        <source>What a forward pass costs is counted in the dataflow graph: parameters, bytes of activations, multiply-adds of each operator and module.</source>
        <translation>前向传播的开销在数据流图中统计：每个算子和模块的参数量、激活字节数与乘加次数。</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>模块</translation>
    </message>
    <message>
        <source>What the rows are</source>
        <translation>行的内容</translation>
    </message>
    <message>
        <source>Filter by path</source>
        <translation>按路径筛选</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Costs of each node</source>
        <translation>各节点的开销</translation>
    </message>
    <message>
        <source>Trace the dataflow</source>
        <translation>追踪数据流</translation>
    </message>
</context>
<context>
    <name>GradientView</name>
    <message>
        <source>Norm of all: {norm}; loss {loss}</source>
        <translation>总范数：{norm}；损失 {loss}</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>L2 norm of .grad</source>
        <translation>.grad 的 L2 范数</translation>
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
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>NaN</source>
        <translation>NaN</translation>
    </message>
    <message>
        <source>This is the loss. &lt;code&gt;loss.backward()&lt;/code&gt; starts here with the gradient 1 and follows the edges against their direction, down to the leaves.</source>
        <translation>这是损失。&lt;code&gt;loss.backward()&lt;/code&gt; 从这里以梯度 1 开始，逆着边的方向一直走到叶子。</translation>
    </message>
    <message>
        <source>&lt;code&gt;{function}&lt;/code&gt; is the &lt;code&gt;grad_fn&lt;/code&gt; of a result of the forward pass: the function that made it. The first autograd called it the tensor&apos;s &lt;code&gt;creator&lt;/code&gt;. It keeps what it needs to turn the gradient of its result into the gradients of its inputs, which are handed to the functions that its edges come from.</source>
        <translation>&lt;code&gt;{function}&lt;/code&gt; 是前向传播中某个结果的 &lt;code&gt;grad_fn&lt;/code&gt;，即产生它的函数。最早的 autograd 称之为张量的 &lt;code&gt;creator&lt;/code&gt;。它保存所需的内容，以便把结果的梯度变成各输入的梯度，再交给其入边所连的函数。</translation>
    </message>
    <message>
        <source>The loss does not depend on &lt;b&gt;{name}&lt;/b&gt;: after &lt;code&gt;backward()&lt;/code&gt; its &lt;code&gt;grad&lt;/code&gt; is still &lt;code&gt;None&lt;/code&gt;, and an optimizer would leave it alone.</source>
        <translation>损失不依赖于 &lt;b&gt;{name}&lt;/b&gt;：&lt;code&gt;backward()&lt;/code&gt; 之后它的 &lt;code&gt;grad&lt;/code&gt; 仍为 &lt;code&gt;None&lt;/code&gt;，优化器不会更新它。</translation>
    </message>
    <message>
        <source>&lt;b&gt;{name}&lt;/b&gt; is a leaf: nobody computed it, so its &lt;code&gt;grad_fn&lt;/code&gt; is &lt;code&gt;None&lt;/code&gt;, and it has &lt;code&gt;requires_grad=True&lt;/code&gt;. &lt;code&gt;AccumulateGrad&lt;/code&gt; stands for it in the graph and adds what arrives to &lt;code&gt;{name}.grad&lt;/code&gt;; that is why gradients are set to zero before each step.</source>
        <translation>&lt;b&gt;{name}&lt;/b&gt; 是叶子：它不是计算得来的，因此 &lt;code&gt;grad_fn&lt;/code&gt; 为 &lt;code&gt;None&lt;/code&gt;，且 &lt;code&gt;requires_grad=True&lt;/code&gt;。图中由 &lt;code&gt;AccumulateGrad&lt;/code&gt; 代表它，把到达的梯度累加到 &lt;code&gt;{name}.grad&lt;/code&gt;；所以每一步之前都要把梯度清零。</translation>
    </message>
    <message>
        <source>Its gradient: norm {norm}, mean {mean}, standard deviation {std}, largest {largest}.</source>
        <translation>其梯度：范数 {norm}，均值 {mean}，标准差 {std}，最大 {largest}。</translation>
    </message>
    <message>
        <source>While the model ran, PyTorch noted for every result which function made it (&lt;code&gt;grad_fn&lt;/code&gt;) as long as something in it has &lt;code&gt;requires_grad&lt;/code&gt;. These notes are the graph above; &lt;code&gt;backward()&lt;/code&gt; walks it once from the loss and fills &lt;code&gt;grad&lt;/code&gt; of every leaf.</source>
        <translation>模型运行时，只要其中有 &lt;code&gt;requires_grad&lt;/code&gt;，PyTorch 就会为每个结果记下产生它的函数（&lt;code&gt;grad_fn&lt;/code&gt;）。这些记录就是上方的图；&lt;code&gt;backward()&lt;/code&gt; 从损失开始走一遍，并填入每个叶子的 &lt;code&gt;grad&lt;/code&gt;。</translation>
    </message>
    <message>
        <source>Choose a row, or a box of the graph, to read what happened there.</source>
        <translation>选择一行或图中的一个方框，查看那里发生了什么。</translation>
    </message>
    <message>
        <source>Save the gradients</source>
        <translation>保存梯度</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>One forward and one backward pass with the weights of this file show which gradient every parameter gets: its norm and its histogram.</source>
        <translation>用此文件的权重做一次前向和反向传播，可看到每个参数得到的梯度：范数与直方图。</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Gradient of each parameter</source>
        <translation>各参数的梯度</translation>
    </message>
    <message>
        <source>Chosen parameter</source>
        <translation>所选参数</translation>
    </message>
    <message>
        <source>Histogram of the gradient</source>
        <translation>梯度直方图</translation>
    </message>
    <message>
        <source>Choose a parameter to see the histogram of its gradient.</source>
        <translation>选择一个参数以查看其梯度直方图。</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>What autograd did</source>
        <translation>autograd 做了什么</translation>
    </message>
    <message>
        <source>Run one backward pass</source>
        <translation>运行一次反向传播</translation>
    </message>
</context>
<context>
    <name>GraphBar</name>
    <message>
        <source>Graph bar</source>
        <translation>图工具栏</translation>
    </message>
    <message>
        <source>Drag the graph into another program as a picture; a click copies it</source>
        <translation>把图作为图片拖到其他程序；单击则复制</translation>
    </message>
    <message>
        <source>Copy the graph as a picture</source>
        <translation>将图复制为图片</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>在图中查找</translation>
    </message>
    <message>
        <source>One level less</source>
        <translation>少展开一层</translation>
    </message>
    <message>
        <source>One level more</source>
        <translation>多展开一层</translation>
    </message>
    <message>
        <source>Expand all</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Collapse all</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Fold repeated blocks</source>
        <translation>折叠重复块</translation>
    </message>
    <message>
        <source>Levels of groups that are open</source>
        <translation>已展开的分组层数</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>What the colours of the boxes stand for</source>
        <translation>节点颜色的含义</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>着色依据</translation>
    </message>
    <message>
        <source>Who decides where the boxes stand</source>
        <translation>由谁决定节点的位置</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Colour: kind</source>
        <translation>颜色：类别</translation>
    </message>
    <message>
        <source>Colour: size</source>
        <translation>颜色：大小</translation>
    </message>
    <message>
        <source>Colour: mean |w|</source>
        <translation>颜色：|w| 均值</translation>
    </message>
    <message>
        <source>Colour: standard deviation</source>
        <translation>颜色：标准差</translation>
    </message>
    <message>
        <source>Colour: L2 norm</source>
        <translation>颜色：L2 范数</translation>
    </message>
    <message>
        <source>Colour: largest |w|</source>
        <translation>颜色：最大 |w|</translation>
    </message>
    <message>
        <source>Colour: zeros</source>
        <translation>颜色：零的占比</translation>
    </message>
    <message>
        <source>Colour: NaN and Inf</source>
        <translation>颜色：NaN 和 Inf</translation>
    </message>
    <message>
        <source>Colour: change</source>
        <translation>颜色：变化</translation>
    </message>
    <message>
        <source>Colour: parameters</source>
        <translation>颜色：参数量</translation>
    </message>
    <message>
        <source>Colour: activation bytes</source>
        <translation>颜色：激活字节数</translation>
    </message>
    <message>
        <source>Colour: multiply-adds</source>
        <translation>颜色：乘加次数</translation>
    </message>
    <message>
        <source>Colour: gradient norm</source>
        <translation>颜色：梯度范数</translation>
    </message>
    <message>
        <source>Colour: mean |output|</source>
        <translation>颜色：平均 |输出|</translation>
    </message>
    <message>
        <source>Colour: zeros of the output</source>
        <translation>颜色：输出中的零</translation>
    </message>
    <message>
        <source>Colour: weights in training</source>
        <translation>颜色：训练中的权重</translation>
    </message>
    <message>
        <source>Colour: gradients in training</source>
        <translation>颜色：训练中的梯度</translation>
    </message>
    <message>
        <source>Colour: from a file…</source>
        <translation>颜色：来自文件…</translation>
    </message>
    <message>
        <source>Layout: layered</source>
        <translation>布局：分层</translation>
    </message>
    <message>
        <source>Layout: Graphviz</source>
        <translation>布局：Graphviz</translation>
    </message>
</context>
<context>
    <name>GraphCanvas</name>
    <message>
        <source>Graph of the model</source>
        <translation>模型的图</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>算术运算</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状变换</translation>
    </message>
    <message>
        <source>Input and output</source>
        <translation>输入与输出</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
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
        <source>{count} identical blocks</source>
        <translation>{count} 个相同的块</translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Expand all below</source>
        <translation>展开以下全部</translation>
    </message>
    <message>
        <source>Collapse all below</source>
        <translation>折叠以下全部</translation>
    </message>
    <message>
        <source>Fold repeats</source>
        <translation>合并重复</translation>
    </message>
    <message>
        <source>Show repeats singly</source>
        <translation>逐个显示重复</translation>
    </message>
    <message>
        <source>Show these repeats singly</source>
        <translation>逐个显示这些重复</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Zoom to this</source>
        <translation>缩放到此处</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 个</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Graph of the model</source>
        <translation>模型的图</translation>
    </message>
    <message>
        <source>There is no module or tensor to draw in this file.</source>
        <translation>此文件中没有可以绘制的模块或张量。</translation>
    </message>
    <message>
        <source>Find: text, /regex/, dtype:float16, shape:64x3x*, kind:conv</source>
        <translation>查找：文本、/正则/、dtype:float16、shape:64x3x*、kind:conv</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>在图中查找</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一个</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>&amp;Find in graph…</source>
        <translation>在图中查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation>查找上一个(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Expand all</source>
        <translation>全部展开(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Collapse all</source>
        <translation>全部折叠(&amp;C)</translation>
    </message>
    <message>
        <source>One level &amp;more</source>
        <translation>多展开一层(&amp;M)</translation>
    </message>
    <message>
        <source>One level &amp;less</source>
        <translation>少展开一层(&amp;L)</translation>
    </message>
    <message>
        <source>Fold &amp;repeated blocks</source>
        <translation>合并重复的块(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Zoom to fit</source>
        <translation>缩放到适合(&amp;Z)</translation>
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
        <source>&amp;Actual size</source>
        <translation>实际大小(&amp;A)</translation>
    </message>
    <message>
        <source>Layout: &amp;layered</source>
        <translation>布局：分层(&amp;L)</translation>
    </message>
    <message>
        <source>Layout: Graph&amp;viz</source>
        <translation>布局：Graphviz(&amp;V)</translation>
    </message>
    <message>
        <source>Mini&amp;map</source>
        <translation>小地图(&amp;M)</translation>
    </message>
    <message>
        <source>Le&amp;gend</source>
        <translation>图例(&amp;G)</translation>
    </message>
</context>
<context>
    <name>Layouter</name>
    <message>
        <source>Graphviz is at work…</source>
        <translation>Graphviz 正在计算…</translation>
    </message>
    <message>
        <source>Lay out with Graphviz</source>
        <translation>用 Graphviz 排布</translation>
    </message>
    <message>
        <source>Until then: layered.</source>
        <translation>在此之前使用分层布局。</translation>
    </message>
</context>
<context>
    <name>NumberDialog</name>
    <message>
        <source>Numbers by name</source>
        <translation>按名称的数值</translation>
    </message>
    <message>
        <source>Numbers (*.csv *.tsv *.txt *.json);;All files (*)</source>
        <translation>数值 (*.csv *.tsv *.txt *.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>line {line}: {reason}</source>
        <translation>第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>not in this file</source>
        <translation>此文件中没有</translation>
    </message>
    <message>
        <source>A table with a key and a number in each line: names of tensors (layer1.0.conv1.weight) or paths of modules (layer1.0). CSV, TSV, or a JSON object.</source>
        <translation>每行一个键和一个数值的表：张量名（layer1.0.conv1.weight）或模块路径（layer1.0）。可为 CSV、TSV 或 JSON 对象。</translation>
    </message>
    <message>
        <source>Found: {tensors}, {modules}.</source>
        <translation>找到 {tensors}、{modules}。</translation>
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
        <source>1 module</source>
        <translation>1 个模块</translation>
    </message>
    <message>
        <source>{count} modules</source>
        <translation>{count} 个模块</translation>
    </message>
    <message>
        <source>{count} keys are not in this file.</source>
        <translation>{count} 个键不在此文件中。</translation>
    </message>
    <message>
        <source>1 key is not in this file.</source>
        <translation>1 个键不在此文件中。</translation>
    </message>
    <message>
        <source>{count} rows are wrong and left out.</source>
        <translation>{count} 行有误，已略过。</translation>
    </message>
    <message>
        <source>1 row is wrong and left out.</source>
        <translation>1 行有误，已略过。</translation>
    </message>
    <message>
        <source>Colour by the numbers of a file</source>
        <translation>按文件中的数值着色</translation>
    </message>
    <message>
        <source>numbers.csv</source>
        <translation>numbers.csv</translation>
    </message>
    <message>
        <source>File of numbers</source>
        <translation>数值文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>A group shows</source>
        <translation>分组显示</translation>
    </message>
    <message>
        <source>the mean</source>
        <translation>平均值</translation>
    </message>
    <message>
        <source>the sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>the largest</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>the root of the sum of squares</source>
        <translation>平方和的平方根</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>文件的行</translation>
    </message>
    <message>
        <source>Colour the graph</source>
        <translation>为图着色</translation>
    </message>
</context>
<context>
    <name>TablePane</name>
    <message>
        <source>Saved {path}</source>
        <translation>已保存 {path}</translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}</source>
        <translation>未能保存 {path}：{reason}</translation>
    </message>
</context>
<context>
    <name>TimeBar</name>
    <message>
        <source>step {step} of {last}</source>
        <translation>第 {step} 步，共 {last} 步</translation>
    </message>
    <message>
        <source>Steps of the run</source>
        <translation>训练的步</translation>
    </message>
    <message>
        <source>Step of the run</source>
        <translation>训练的某一步</translation>
    </message>
    <message>
        <source>Play the steps</source>
        <translation>播放各步</translation>
    </message>
    <message>
        <source>Step that is shown</source>
        <translation>所显示的步</translation>
    </message>
    <message>
        <source>Another run…</source>
        <translation>另选训练…</translation>
    </message>
    <message>
        <source>Choose another run</source>
        <translation>另选训练</translation>
    </message>
</context>
<context>
    <name>ZoomBox</name>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom to fit</source>
        <translation>缩放至适合窗口</translation>
    </message>
</context>
</TS>
