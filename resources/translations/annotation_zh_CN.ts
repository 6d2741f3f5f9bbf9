<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Delete</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>D&amp;uplicate</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Copy shapes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Cu&amp;t shapes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Paste shapes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Select &amp;all shapes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Select the whole group</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Join</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Subtract from the first selected</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Intersect</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Si&amp;mplify</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Scale and &amp;rotate by a frame</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Clip to the image</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Bring to the front</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Bring forward</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Send backward</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Send to the back</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Group as one object</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>U&amp;ngroup</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Lock</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Unloc&amp;k</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Occluded</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Tr&amp;uncated</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Di&amp;fficult</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Fit the image</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Actual size</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Zoom &amp;in</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Zoom &amp;out</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Fit the &amp;width</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Zoom to the &amp;selection</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Show &amp;labels</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Fi&amp;ll shapes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Hide all but the selected</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Crosshair</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Grid</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>S&amp;nap to neighbours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Keep zoom from image to image</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Accept the suggestion</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>Accept a&amp;ll suggestions</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CanvasActions</source>
        <comment>&amp;Reject all suggestions</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Image with its shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} shapes selected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CanvasActions</name>
    <message>
        <source>Convert to {kind}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CanvasTools</name>
    <message>
        <source>Strokes change the selected shape; Enter begins a new one. Right button: erase. [ and ]: size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint a mask. Right button: erase. Shift: straight line. [ and ]: size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase from the selected shape, or from the one under the pointer. [ and ]: size, X: brush.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from the centre to the rim, or click both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click three places on the rim.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the front face of the cuboid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to set the depth, and click.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, or click two corners. Shift keeps it square, Ctrl draws from the middle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release or click to finish, Esc to give up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag, or click both ends. Shift keeps to steps of 15 degrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the box around the ellipse; turn it by its handle afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the top, left, bottom and right-most point of the object: {left} to go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to move the picture; the wheel zooms to the pointer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click to set a point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the points; Enter or a double click ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the vertices, or drag along the edge. Ctrl+click follows a neighbour&apos;s border.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter, a double click or the first vertex closes it; Backspace takes one back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click into the polygon that gets the hole, and go round the hole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click round the hole; Enter, a double click or its first vertex closes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click along the line, or drag. Shift keeps to steps of 15 degrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter or a double click ends the line; Backspace takes a point back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag along one side of the box, or click its two corners.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the other end of the side. Shift keeps to steps of 15 degrees.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click on the opposite side.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrow keys move the vertex, Delete removes it, comma and point go to its neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a shape, or drag a frame around several. Tab goes from shape to shape.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter accepts the suggestion, Delete rejects it, Tab goes to the next one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag vertices, or the middle of an edge for a new one; with Alt the whole edge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag to move, arrow keys by a pixel, with Shift by ten.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a label that has a skeleton.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the keypoints one by one, or drag a box around all. Shift: occluded, X: not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click the next keypoint. Shift or right button: occluded, X: not there, Backspace: back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draw a line right through what is to be cut: drag, or click and press Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter or a double click cuts, Esc gives up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding superpixels …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click or drag over patches; right button takes away. [ and ]: patch size, R: patch this view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tolerance {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a colour; drag to change the tolerance. Shift adds to the selected mask, Alt takes away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filling …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter takes the regions, more strokes correct them, Esc drops them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Painting the background; B goes back to the label. Enter fills.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint roughly into each object. B: background, N: next object of this label, Enter: fill.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>Draw {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move a vertex of {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a vertex to {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete a vertex of {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scale {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotate {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase from {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Join {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtract from {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intersect {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simplify {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convert {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut a hole into {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the order of {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ungroup {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlock {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change a keypoint of {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} “{label}”</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConflictBar</name>
    <message>
        <source>The labels of {name} were changed by another program too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop images to label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder, a zip, a list, or the project of labelme, CVAT, Label Studio, VoTT, VIA and others. Labels are saved beside the images as you draw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the sample images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImageModel</name>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImagePanel</name>
    <message>
        <source>Filter: name, label:cat, kind:mask, shapes&gt;3 …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State of the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With proposals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} shown · </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelChooser</name>
    <message>
        <source>Label of the shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New: {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelPanel</name>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>New label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit the labels: colours, keys, attributes, skeletons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock: every new shape takes the chosen label</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelSession</name>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
    </message>
    <message>
        <source>Mark as {state}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelTable</name>
    <message>
        <source>&amp;Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation type="unfinished"></translation>
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
        <source>&amp;Next image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Previous image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Filter images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Contact sheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Look for changes on the disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as &amp;verified and go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the &amp;mark away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the &amp;label…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Join</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Su&amp;btract from the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Intersect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;implify</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Group as one object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>U&amp;ngroup</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L&amp;ock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unloc&amp;k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Acc&amp;ept the proposals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;fuse all proposals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select and edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotated box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box by four extreme points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hole in a polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle through three points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polyline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoint skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cuboid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watershed from markers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split along a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label of key {key}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LabelWorkspace</name>
    <message>
        <source>Open a folder of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No images here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds no file that is taken for an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>This image cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The image is not loaded yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verified</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PropertyPanel</name>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open images to label them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unlabelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New class of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Class {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Occluded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difficult</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>The shape would have too few points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This works with shapes that have an area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The line does not cut the shape in two.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing of the shape would be left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two or more shapes that have an area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shape of this kind cannot become one of that kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shape of this kind has no vertices to add or to delete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is painted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The shape is locked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label has no skeleton; give it keypoints in the label schema.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every selected shape has this label already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too small to be a shape; draw it larger or zoom in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a shape first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label does not allow shapes of this kind; choose another label.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tool needs the picture&apos;s file, which is not open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShapePanel</name>
    <message>
        <source>Shapes of this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rotated box</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polyline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cuboid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no label</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Shapes</name>
    <message>
        <source>rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rotated rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polyline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cuboid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} {label}, {number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Select and edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotated rectangle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Box by extreme points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hole in a polygon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle through three points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Polyline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoint skeleton</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cuboid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watershed from strokes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Split by a line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
