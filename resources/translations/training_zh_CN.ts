<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AugmentEditor</name>
    <message>
        <source>Changes in their order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The usual list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show before and after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{change}, {percent} % of the images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No labelled image to show.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassView</name>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Too few to learn from: this class will hardly be found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shapes of a kind that this task cannot use, or suggestions that nobody accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} images left out: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>what was said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {real} were taken for {said}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Metrics on held-out images</source>
        <translation>留出图像上的指标</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory in MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出</translation>
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
    <name>KnobForm</name>
    <message>
        <source>chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayersView</name>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights or gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重数</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time of the histograms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Norm at each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histogram at one time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>What went wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The end of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MeasuresView</name>
    <message>
        <source>Measures of each class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was measured yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After epoch {epoch}: {measures}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PredictionsView</name>
    <message>
        <source>Time of the predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the net says of held-out images is shown here after the first measurement.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch}, step {step}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet. Runs stay in this list until you take them out of it; their folders are never deleted.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>What it learns from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes that training images go through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs are kept in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Images in Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder that is open in the labelling workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of labelled images, or a label file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Choose where runs are kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose labelled images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>torchvision&apos;s weights (a download)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} in {folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a checkpoint…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a checkpoint to begin with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {model} will be downloaded from download.pytorch.org when the run starts. Download them?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the images to learn from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The labels are being read…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For this task at least two labelled images are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{images} images, {classes} classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The split that lies beside the labels is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} million parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learns from nothing within a minute on a CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slow without a graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be exported</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times the median</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspicious labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stays hard to learn is often labelled wrongly. Press Return on an image to look at its labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After the first epochs the images that are hard to learn are listed here.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainTable</name>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Follow a run&apos;s folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause or go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open its checkpoint in Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose &amp;labels with it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New run with the &amp;same settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show its &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove from the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainWorkspace</name>
    <message>
        <source>There is no run in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run&apos;s folder, or a folder of runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>Classification: one class for each image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detection: a box around each object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segmentation: the class of each pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoints: the places of named points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>classification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>detection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keypoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ended unexpectedly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mAP at IoU 0.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mAP at IoU 0.5 to 0.95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean IoU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keypoint error in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of keypoints that are near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rejected by a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not labelled yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only suggestions that nobody accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no shape that this task can use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no class for the whole image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longer side in pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images in a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule of the learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip the gradient at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight of the Dice loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the backbone as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held out to measure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept for a last test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processes that load images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs between measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds between checkpoints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of time for histograms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often every image is seen. 0: as often as a small set needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images are made smaller to this before anything else. Small objects need more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto takes a graphics card when there is one that works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images that are looked at before the weights change. 0: chosen. It is halved by itself when memory runs out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the weights move at each step. 0: chosen. Too high and the loss jumps, too low and nothing is learnt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW learns quickly with little tuning; SGD needs a higher rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulls weights towards zero, against learning by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the learning rate falls over the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises from nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A gradient longer than this is shortened. 0: never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For segmentation: helps classes that cover little of the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch is worked off in so many parts: less memory, the same result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measurements without a better result after which the run ends. 0: never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the head learns. Quick, for few images and weights that know much already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the images that is never learnt from. A split that lies beside the labels goes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the images that this run does not look at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same seed gives the same run on a CPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>auto takes short numbers where the device gains by them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>-1: chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the processor. 0: measured at the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0: chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run that is killed loses no more than this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Histograms of all layers are counted as often as this share of the time allows. 0: never.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip left and right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip up and down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn, shift, scale, shear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crop and resize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Elastic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightness, contrast, colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photometric distortion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Auto-contrast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equalize the histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Solarize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap colour channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blur</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JPEG artefacts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase a patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WatchPage</name>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspicious labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open checkpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the best checkpoint of this run in Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Propose labels…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a checkpoint and end; the run can go on later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The process is gone without a word. What was saved is kept; the run can go on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {now} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
