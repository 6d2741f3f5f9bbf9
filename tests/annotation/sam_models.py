"""Small ONNX pairs with the inputs and outputs of the official exports of SAM and EfficientSAM, which follow brightness.

Encoders reduce the image to its brightness. Decoders give what is as bright as one of the points that belong to the object,
leave out what is as bright as one that does not, and within a box give what is not as bright as the box's first corner.
"""

from pathlib import Path

import onnx
import onnx.parser

_ALIKE = """
    seen = Resize <mode: string = "nearest", coordinate_transformation_mode: string = "asymmetric", nearest_mode: string = "floor"> (grid, , , size4)
    v = Reshape(seen, hw)
    at = GatherND(v, rows)
    diff_ = Unsqueeze(v, two)
    diff0 = Sub(diff_, at)
    diff = Abs(diff0)
    tol = Constant <value_float: float = 0.12> ()
    like = Sub(tol, diff)
    no = Constant <value_float: float = -9.0> ()
    zero = Constant <value_float: float = 0.0> ()
    one = Constant <value_float: float = 1.0> ()
    corner = Constant <value_float: float = 2.0> ()
    stop = Constant <value_float: float = 3.0> ()
    is_in = Equal(labels, one)
    is_out = Equal(labels, zero)
    is_box = Equal(labels, corner)
    is_end = Equal(labels, stop)
    ins = Where(is_in, like, no)
    outs = Where(is_out, like, no)
    unlike0 = Neg(like)
    unlike = Where(is_box, unlike0, no)
    in_ = ReduceMax <keepdims: int = 0> (ins, two)
    out_ = ReduceMax <keepdims: int = 0> (outs, two)
    box_ = ReduceMax <keepdims: int = 0> (unlike, two)
    has_in0 = Cast <to: int = 1> (is_in)
    has_in = ReduceMax <keepdims: int = 0> (has_in0)
    has_in_b = Cast <to: int = 9> (has_in)
    start = Where(has_in_b, in_, box_)
    is_left_out = Greater(out_, zero)
    base = Where(is_left_out, no, start)
    far = Constant <value_float: float = 1000000.0> ()
    near = Neg(far)
    xs = Slice(coords, zero1, one1, one1)
    ys = Slice(coords, one1, two1, one1)
    x = Reshape(xs, minus)
    y = Reshape(ys, minus)
    lx0 = Where(is_box, x, near)
    lx = ReduceMax <keepdims: int = 0> (lx0)
    ly0 = Where(is_box, y, near)
    ly = ReduceMax <keepdims: int = 0> (ly0)
    rx0 = Where(is_end, x, far)
    rx = ReduceMin <keepdims: int = 0> (rx0)
    ry0 = Where(is_end, y, far)
    ry = ReduceMin <keepdims: int = 0> (ry0)
    across = Range(zero, wf, one)
    down = Range(zero, hf, one)
    down2 = Unsqueeze(down, minus)
    a1 = GreaterOrEqual(across, lx)
    a2 = Less(across, rx)
    a = And(a1, a2)
    d1 = GreaterOrEqual(down2, ly)
    d2 = Less(down2, ry)
    d = And(d1, d2)
    within = And(a, d)
    logits = Where(within, base, no)
    masks = Reshape(logits, shape)
    iou = Constant <value_floats: floats = [1.0]> ()
    low = Identity(masks)
"""
_NUMBERS = """
    zero1 = Constant <value_ints: ints = [0]> ()
    one1 = Constant <value_ints: ints = [1]> ()
    two1 = Constant <value_ints: ints = [2]> ()
    two = Constant <value_ints: ints = [2]> ()
    minus = Constant <value_ints: ints = [-1]> ()
    first = Constant <value_ints: ints = [1, 1]> ()
    flip = Constant <value_ints: ints = [1, 0]> ()
"""
_ROWS = """
    whole = Cast <to: int = 7> (coords)
    hw1 = Sub(hw, one1)
    nothing = Constant <value_int: int = 0> ()
    wh1 = Gather <axis: int = 0> (hw1, flip)
    kept0 = Min(whole, wh1)
    kept = Max(kept0, nothing)
    rows = Gather <axis: int = 1> (kept, flip)
    hwf = Cast <to: int = 1> (hw)
    h1 = Slice(hwf, zero1, one1)
    w1 = Slice(hwf, one1, two1)
    hf = Squeeze(h1)
    wf = Squeeze(w1)
    size4 = Concat <axis: int = 0> (first, hw)
"""


def _write(path: Path, graph: str) -> Path:
    model = onnx.parser.parse_model(f'<ir_version: 9, opset_import: ["" : 18]>\n{graph}')
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


def efficient_sam(folder: Path) -> Path:
    """`efficient_sam_vitt_encoder.onnx` and its decoder; gives the encoder."""
    _write(
        folder / "efficient_sam_vitt_decoder.onnx",
        """decoder (float[1,1,h,w] image_embeddings, float[1,1,n,2] batched_point_coords, float[1,1,n] batched_point_labels,
            int64[2] orig_im_size) => (float[1,1,1,H,W] masks, float[1] iou, float[1,1,1,H,W] low) {"""
        + _NUMBERS
        + """
    grid = Identity(image_embeddings)
    hw = Identity(orig_im_size)
    pairs = Constant <value_ints: ints = [-1, 2]> ()
    coords = Reshape(batched_point_coords, pairs)
    labels = Reshape(batched_point_labels, minus)
    firsts = Constant <value_ints: ints = [1, 1, 1]> ()
    shape = Concat <axis: int = 0> (firsts, hw)
"""
        + _ROWS
        + _ALIKE
        + "}",
    )
    return _write(
        folder / "efficient_sam_vitt_encoder.onnx",
        """encoder (float[1,3,h,w] batched_images) => (float[1,1,a,b] image_embeddings) {
            axis = Constant <value_ints: ints = [1]> ()
            grey = ReduceMean <keepdims: int = 1> (batched_images, axis)
            scales = Constant <value_floats: floats = [1.0, 1.0, 0.5, 0.5]> ()
            image_embeddings = Resize <mode: string = "nearest", coordinate_transformation_mode: string = "asymmetric", nearest_mode: string = "floor"> (grey, , scales)
        }""",
    )


def sam(folder: Path, given: str = "x") -> Path:
    """`sam_vit_b.encoder.onnx` and its decoder, which works on a square; gives the encoder. `given` is its input's name."""
    _write(
        folder / "sam_vit_b.decoder.onnx",
        """decoder (float[1,1,h,w] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels, float[1,1,256,256] mask_input,
            float[1] has_mask_input, float[2] orig_im_size) => (float[1,1,H,W] masks, float[1] iou, float[1,1,H,W] low) {"""
        + _NUMBERS
        + """
    hw = Cast <to: int = 7> (orig_im_size)
    longest = ReduceMax <keepdims: int = 1> (orig_im_size)
    side = Constant <value_floats: floats = [256.0]> ()
    ratio = Div(longest, side)
    pairs = Constant <value_ints: ints = [-1, 2]> ()
    coords0 = Reshape(point_coords, pairs)
    coords = Mul(coords0, ratio)
    labels = Reshape(point_labels, minus)
    filled = Div(orig_im_size, ratio)
    filled1 = Round(filled)
    filled2 = Cast <to: int = 7> (filled1)
    zeros = Constant <value_ints: ints = [0, 0]> ()
    axes = Constant <value_ints: ints = [2, 3]> ()
    grid = Slice(image_embeddings, zeros, filled2, axes)
    shape = Concat <axis: int = 0> (first, hw)
"""
        + _ROWS
        + _ALIKE
        + "}",
    )
    return _write(
        folder / "sam_vit_b.encoder.onnx",
        f"""encoder (float[1,3,256,256] {given}) => (float[1,1,256,256] image_embeddings) {{
            axis = Constant <value_ints: ints = [1]> ()
            grey = ReduceMean <keepdims: int = 1> ({given}, axis)
            four = Constant <value_float: float = 4.0> ()
            image_embeddings = Div(grey, four)
        }}""",
    )
