<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>GraphBar</name>
    <message>
        <source>Graph bar</source>
        <translation>图工具栏</translation>
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
