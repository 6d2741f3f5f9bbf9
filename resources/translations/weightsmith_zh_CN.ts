<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safety</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChangedBanner</name>
    <message>
        <source>Reload</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointSession</name>
    <message>
        <source>Statistics of {file}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CheckpointTab</name>
    <message>
        <source>Open {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ColourBar</name>
    <message>
        <source>Colour bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommandTable</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open &amp;path from clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset the layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next &amp;tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous t&amp;ab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: as the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: &amp;light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme: &amp;dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by &amp;kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by si&amp;ze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by mean |&amp;w|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by share of zer&amp;os</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by &amp;NaN and Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E&amp;xport the graph…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export as laid out by Graph&amp;viz…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Weightsmith</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vector picture (*.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphviz source (*.dot)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;h3&gt;Weightsmith {version}&lt;/h3&gt;&lt;p&gt;Open PyTorch checkpoint files safely and see what is inside.&lt;/p&gt;&lt;p&gt;Apache-2.0. Built with Qt for Python (LGPL-3.0), NumPy, pyqtgraph and Graphviz.&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Weightsmith</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContentsModel</name>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same object as above</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContentsView</name>
    <message>
        <source>Contents of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This format holds nothing but tensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop a checkpoint here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and see its modules, tensors and weights. Nothing in the file is executed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>.pth  .pt  .ckpt  .bin  .safetensors  .pt2  .npz  shards  DCP folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ErrorState</name>
    <message>
        <source>{name} could not be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileWatch</name>
    <message>
        <source>{name} is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterCanvas</name>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FiltersView</name>
    <message>
        <source>Filters are shown of convolution weights: [out, in, height, width].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As RGB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show three input channels as red, green and blue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range of the colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each its own range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one range for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>viridis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>diverging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first {count} filters are shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter {index}: {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>There is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the permissions of the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch or save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a Git LFS pointer, not the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run `git lfs pull` in the repository and open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a web page, not a checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The download went wrong: fetch the file itself, not its page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No known kind of checkpoint: it begins with {start}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file that PyTorch, safetensors or NumPy wrote.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading stopped at the limit for {what} ({limit}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was read until there is shown; the rest of the file is unusually large or hostile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive&apos;s directory is missing or damaged; {found} records were found by searching.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch the file again, or save what is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file ends {missing} bytes early.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch the file again; what is whole can be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} bytes follow the end of the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They were ignored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds two payloads: {first} is what PyTorch would read, {second} is hidden behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not trust a file that shows different contents to different readers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive holds {record} {count} times; PyTorch reads the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The records carry no checksums.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damage inside the weights cannot be noticed; saving again adds checksums.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Records are compressed ({method}); PyTorch writes them plain.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values are read through a decompressor; saving again makes the file load faster.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive has no version record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch refuses it; saving again adds one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The archive says version {version}, which is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was read all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pickle cannot be followed past byte {byte}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was built until there is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A pickle lies inside this pickle; it was read in the same safe way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An ordinary load would execute {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the file only here, and export its tensors instead of loading it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pickle that names the tensors is not in the file; only their raw bytes are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bytes of {name} are not in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch the file again; the other tensors are whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} needs {need} bytes of its storage, which has {have}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has no data: it was saved from the meta device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only its shape and type are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not shown as a dense tensor of {count} elements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of its parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ({layout}) has no values of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one of its parts: {parts}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is no longer the one that was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be described: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other tensors are not affected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key {name} occurs twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last one counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} more entries are not listed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shard {name} is not there; {count} tensors are in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the file beside the index.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds {count} more checkpoints; {name} was opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open another one by its own name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds {count} checkpoint files and no index that joins them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open one of the files by its own name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {name} points outside of the folder; it was not followed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not trust an index that reaches for other files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The header breaks a rule of the format: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other programs may refuse the file; saving again mends it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingsView</name>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to complain about: the file is whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Severity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the findings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GraphCanvas</name>
    <message>
        <source>Graph of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Container</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} identical blocks</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GraphView</name>
    <message>
        <source>Collapse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand all below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collapse all below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold repeats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show repeats singly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show these repeats singly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom to this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graph of the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no module or tensor to draw in this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find: text, /regex/, dtype:float16, shape:64x3x*, kind:conv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find in graph…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find &amp;previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Expand all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Collapse all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One level &amp;more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One level &amp;less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold &amp;repeated blocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Zoom to fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mini&amp;map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Le&amp;gend</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Heatmap</name>
    <message>
        <source>There are no elements here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>diverging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>viridis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>grey</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Symmetric range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range symmetric around zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore extremes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore the outermost half percent for the colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours span 0.5 to 99.5 % of the values; what lies beyond gets the end colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the heatmap as a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dimension {axis}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a value to read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every {rows}. row and {columns}. column is shown; zoom in for all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every {columns}. value is shown; a slice shows all of a part.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramControls</name>
    <message>
        <source>Auto</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find the number of bins from the spread of the weights (Freedman and Diaconis)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of bins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of bins found automatically</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log |w|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A logarithm has no negative values: it shows magnitudes, zeros are counted beside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic counts one tensor and compares the shares of several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0.1 to 99.9 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the zoomed part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights: bins with few weights become visible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Horizontal scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range of values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic heights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rebin to view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the bins of just the part that is zoomed to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole range again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cumulative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a region to count the weights in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Percentile lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a region</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramNumbers</name>
    <message>
        <source>The bytes of this tensor are not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A meta tensor has a shape and no values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramPlot</name>
    <message>
        <source>Histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>|w| (logarithmic)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights up to here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share up to here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>density</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramTable</name>
    <message>
        <source>Tensors of the histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Std</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistogramView</name>
    <message>
        <source>Histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Histogram as &amp;Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Histogram as &amp;CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Histogram as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Histogram as PNG or SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Rebin to View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Show the Whole Range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Logarithmic Heights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Cumulative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Percentile Lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram: Select a Region</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Special values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy / save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy or save the histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG or SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a tensor or a module.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview (sample); counting every weight…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact over {count} weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text}; {more} more tensors are selected and not drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside of the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing finite to draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point at a bin to read it; drag to move, turn the wheel to zoom.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{amount} weights ({share}) between {low} and {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LoadingState</name>
    <message>
        <source>Opening {name}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Checkpoints (*.pth *.pt *.ckpt *.bin *.safetensors *.pt2 *.jit *.tar *.pkl *.npz *.npy *.index.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder of shards or a distributed checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size, log10 of bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of |w|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of NaN and Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Member</name>
    <message>
        <source>The child modules by name, in the order in which they were assigned. Their names make the dotted keys of the state_dict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors that are trained: an optimizer gets them from parameters(), and they are saved in the state_dict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tensors that belong to the module but are not trained, such as running means; saved in the state_dict unless they are non-persistent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names of buffers that move with the module between devices but stay out of its state_dict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the module was in training mode; dropout and batch normalisation behave differently in evaluation mode.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called before forward(); they may change its input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called after forward(); they may look at the output or replace it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called before gradients flow back through the module.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called when the gradients with respect to the inputs are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions that may change what state_dict() returns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called before state_dict() collects anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called before load_state_dict() copies values, for example to rename old keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Functions called after load_state_dict(), for example to report missing keys.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModuleTreeModel</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class / shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Param.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elements of parameters, tied ones once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: inferred from names and shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parameters, {buffers} elements in buffers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModuleView</name>
    <message>
        <source>Module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Members of the module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>≈ {name}, inferred from names and shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RidgeCanvas</name>
    <message>
        <source>Histograms of all tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not counted yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min {min}, max {max}, mean {mean}, std {std}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{nan} NaN, {inf} infinite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean ± std</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>each from min to max</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RidgeView</name>
    <message>
        <source>Histograms of all tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ridge: One Range for All Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Ridge as Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Ridge as PNG or SVG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save ridge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>buffers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights are parameters with two or more dimensions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>colour by kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>colour by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One range for all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One range for all rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows can be compared with one another; ‹ and › mark weights beyond the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the ridge as a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No tensor of this kind is in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} tensors counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{total} tensors, every weight counted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>; {wrong} with NaN or Inf</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SafetyBanner</name>
    <message>
        <source>Data only: tensors and plain values, nothing that could run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds objects: it names classes that this program did not need to run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would run code: an ordinary load would execute something dangerous. Here nothing was run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the safety report</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SafetyView</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dangerous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safety</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Globals that the file names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Risk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it would do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data only: nothing but tensors and plain values. Loading it with PyTorch runs nothing of the file&apos;s own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds objects: an ordinary load imports the classes below and lets them rebuild themselves. This program only read their stored attributes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Would run code: do not load this file with weights_only=False. Open it here and export its tensors instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the safety report</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the graph: walk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the graph: open or close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the graph: zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the next pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+P finds every command by name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SliceBar</name>
    <message>
        <source>Slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in NumPy and torch: an index or start:stop:step for each dimension, ... for those between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the whole tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scalar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dimension {axis}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SliceReader</name>
    <message>
        <source>Values of {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatisticsTable</name>
    <message>
        <source>Statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finite</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest magnitude</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L1 norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L2 norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent} % lie below</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Progress of the statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop computing statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TableView</name>
    <message>
        <source>Tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Table of tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: text, /regex/, dtype:float16, shape:64x3x*, role:buffer, tied, nan, broken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the tensor table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{total} tensors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy tensor rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy tensor rows as CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy tensor rows as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy tensor names</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorGrid</name>
    <message>
        <source>There are no elements here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the first {rows} rows and {columns} columns are listed; a slice reaches the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than {most} cells cannot be copied at once; save them as CSV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Significant digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour cells by size and sign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorHeader</name>
    <message>
        <source>(no name)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scalar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{more} more selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bytes of this tensor are not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{role}, needs gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stride</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lazy bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>quantised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>attributes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shares storage with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{record}, inside of a pickle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{record}, {method}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{record}, byte {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, big-endian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{scheme}, scale {scale}, zero point {zero}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{scheme}, a scale for each index of dimension {axis}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorSaver</name>
    <message>
        <source>NumPy array (*.npy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch tensor (*.pt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comma separated values (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture of the values (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving {path}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was not saved: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorTableModel</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dtype</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Std</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean |w|</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NaN, Inf</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shares with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>buffer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>damaged</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorText</name>
    <message>
        <source>Printed by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as torch prints it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as NumPy prints it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printed values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than {most} values are not printed: choose a slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TensorView</name>
    <message>
        <source>Tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as .npy, .pt, .csv or .png</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save Tensor As…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Tensor &amp;Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Selected Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a S&amp;lice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the tensor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ways to look at the values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heatmap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a tensor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save what the slice selects as .npy, .pt, .csv or .png</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values, dequantised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>integer codes (int_repr)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scales</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero points</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TreeView</name>
    <message>
        <source>Modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Module tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: text or /regex/</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of the module tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paths, classes and tensor names that contain the text, or fit /a regular expression/</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Matches of the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no match</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{count} matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expand the module tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collapse the module tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy paths from the tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy names from the tree</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ViewDock</name>
    <message>
        <source>Open a file to see something here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
