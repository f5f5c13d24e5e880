"""Measures what float16 and INT8 variants of model files would give: size, speed on one thread, and changed scores.

    python -m venv .venv && .venv/bin/pip install -r benchmarks/peers/requirements-variants.txt
    .venv/bin/python benchmarks/peers/variants.py

Three kinds of model: the linear form (65 columns, standardised in double as our files have it), a net of one convolution,
two LSTM layers and a dense layer with random weights (5 channels, 32 steps), and 300 trees of depth 6. INT8 is dynamic
quantisation by ONNX Runtime's own tool. Trees have no quantised operator; their thresholds and leaves are rounded to
float16. Speed is by CPU time, the best of five turns.
"""

import json
import tempfile
import time

import numpy as np
import onnx
import onnxruntime
import xgboost
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

COLUMNS = 65
RNG = np.random.default_rng(7)


def model(nodes, constants, shape, outputs):
    graph = helper.make_graph(
        nodes,
        "variant",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", *shape])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows", outputs])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(made)
    return made


def linear(kind):
    rng = np.random.default_rng(1)
    weights, means, deviations = rng.uniform(-1, 1, (COLUMNS, 1)), rng.uniform(-3, 3, (1, COLUMNS)), rng.uniform(0.5, 5, (1, COLUMNS))
    to = {"float64": TensorProto.DOUBLE, "float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16}[kind]
    kind = np.dtype(kind)
    nodes = [
        helper.make_node("Cast", ["features"], ["x"], to=to),
        helper.make_node("Sub", ["x", "means"], ["d"]),
        helper.make_node("Div", ["d", "deviations"], ["z"]),
        helper.make_node("MatMul", ["z", "weights"], ["m"]),
        helper.make_node("Sigmoid", ["m"], ["s"]),
        helper.make_node("Cast", ["s"], ["score"], to=TensorProto.FLOAT),
    ]
    constants = {"weights": weights.astype(kind), "means": means.astype(kind), "deviations": deviations.astype(kind)}
    return model(nodes, constants, [COLUMNS], 1)


def net():
    rng = np.random.default_rng(2)
    draw = lambda *shape: rng.uniform(-1, 1, shape).astype(np.float32) / np.sqrt(shape[-1]).astype(np.float32)
    constants = {
        "conv": draw(32, 5, 3), "w1": draw(1, 256, 32), "r1": draw(1, 256, 64), "w2": draw(1, 256, 64), "r2": draw(1, 256, 64),
        "dense": draw(64, 3), "one": np.array([1], np.int64), "last": np.array([-1], np.int64), "axis0": np.array([0], np.int64),
        "end": np.array([np.iinfo(np.int64).max], np.int64),
    }
    nodes = [
        helper.make_node("Conv", ["features", "conv"], ["c"], pads=[1, 1]),
        helper.make_node("Relu", ["c"], ["a"]),
        helper.make_node("Transpose", ["a"], ["t"], perm=[2, 0, 1]),
        helper.make_node("LSTM", ["t", "w1", "r1"], ["y1"], hidden_size=64),
        helper.make_node("Squeeze", ["y1", "one"], ["h1"]),
        helper.make_node("LSTM", ["h1", "w2", "r2"], ["y2"], hidden_size=64),
        helper.make_node("Squeeze", ["y2", "one"], ["h2"]),
        helper.make_node("Slice", ["h2", "last", "end", "axis0"], ["l"]),
        helper.make_node("Squeeze", ["l", "axis0"], ["f"]),
        helper.make_node("MatMul", ["f", "dense"], ["m"]),
        helper.make_node("Softmax", ["m"], ["score"], axis=1),
    ]
    return model(nodes, constants, [5, 32], 3)


def int8(made):
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(made, f"{folder}/plain.onnx")
        quantize_dynamic(f"{folder}/plain.onnx", f"{folder}/int8.onnx", weight_type=QuantType.QInt8)
        return onnx.load(f"{folder}/int8.onnx")


def seconds(session, rows):
    best = np.inf
    repeats = max(1, 3_000 // len(rows))
    for _ in range(5):
        begin = time.process_time()
        for _ in range(repeats):
            session.run(None, {"features": rows})
        best = min(best, (time.process_time() - begin) / repeats / len(rows))
    return best


def table(name, variants, rows):
    wanted = None
    for kind, made in variants.items():
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
        scores = session.run(None, {"features": rows})[0]
        wanted = scores if wanted is None else wanted
        label = (lambda s: s[:, 0] >= 0.5) if scores.shape[1] == 1 else (lambda s: s.argmax(axis=1))
        domains = sorted({n.domain for n in made.graph.node if n.domain not in ("", "ai.onnx")})
        print(
            f"| {name} | {kind} | {made.ByteSize():,} | {seconds(session, rows[:1]) * 1e6:.1f} | {seconds(session, rows[:1000]) * 1e6:.2f} "
            f"| {np.abs(scores - wanted).max():.1e} | {(label(scores) != label(wanted)).mean():.3%} | {', '.join(domains) or 'none'} |"
        )


def trees():
    rows = RNG.normal(size=(20_000, COLUMNS)).astype(np.float32)
    signal = 0.4 * (rows[:, :20:2] * rows[:, 1:20:2]).sum(axis=1)
    labels = RNG.uniform(size=len(rows)) < 1 / (1 + np.exp(-signal))
    booster = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 6, "eta": 0.1, "nthread": 1}, xgboost.DMatrix(rows[:10_000], label=labels[:10_000]), 300
    )
    test = xgboost.DMatrix(rows[10_000:])
    wanted = booster.predict(test)
    text = json.loads(booster.save_raw("json"))
    for tree in text["learner"]["gradient_booster"]["model"]["trees"]:
        tree["split_conditions"] = [float(np.float16(v)) for v in tree["split_conditions"]]
    rounded = xgboost.Booster(model_file=bytearray(json.dumps(text).encode()))
    scores = rounded.predict(test)
    changed = (rounded.predict(test, pred_leaf=True) != booster.predict(test, pred_leaf=True)).any(axis=1).mean()
    print(
        f"trees: thresholds and leaves in float16: {changed:.1%} of rows fall into another leaf somewhere, "
        f"{((scores >= 0.5) != (wanted >= 0.5)).mean():.3%} of labels flip, scores move by up to {np.abs(scores - wanted).max():.1e}"
    )


def main():
    print("| model | variant | bytes | batch 1, us | batch 1,000, us a row | largest change of a score | labels flipped | operators outside ONNX |")
    print("|---|---|---|---|---|---|---|---|")
    plain = {kind: linear(kind) for kind in ("float64", "float32", "float16")}
    table("linear", plain | {"int8": int8(plain["float32"])}, RNG.normal(size=(10_000, COLUMNS)).astype(np.float32))
    table("net", {"float32": net(), "int8": int8(net())}, RNG.normal(size=(1_000, 5, 32)).astype(np.float32))
    trees()


main()
