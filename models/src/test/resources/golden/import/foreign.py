"""Models of other programs as ONNX, with the scores that ONNX Runtime gives in Python.

    python -m venv v && v/bin/pip install onnx==1.23.2 onnxruntime==1.32.0 scikit-learn==1.9.1 \
        skl2onnx==1.20.0 lightgbm==4.7.0 onnxmltools==1.16.0
    v/bin/python foreign.py       # writes NAME.onnx and NAME.csv beside itself

Each CSV has four columns of features and then the scores: of class 1, of each class, or the estimate.
"""

import pathlib

import lightgbm
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType as LightGbmFloats
from skl2onnx import to_onnx
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).parent
OPSETS = {"": 17, "ai.onnx.ml": 3}
random = np.random.default_rng(7)
x = random.normal(size=(600, 4)).astype(np.float32)
margin = x[:, 0] - 0.5 * x[:, 1] * x[:, 2]
y = (margin > 0).astype(int)
y3 = np.digitize(margin, [-0.5, 0.5])


def keep(name, model, output, column=None, missing=False):
    rows = random.normal(size=(120, 4)).astype(np.float32)
    if missing:
        rows[::7, 1] = np.nan
    data = model.SerializeToString()
    (HERE / f"{name}.onnx").write_bytes(data)
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    got = session.run([output], {session.get_inputs()[0].name: rows})[0]
    if isinstance(got, list):  # made by ZipMap
        got = np.array([[row[k] for k in sorted(row)] for row in got])
    got = np.asarray(got, dtype=np.float32).reshape(len(rows), -1)
    if column is not None:
        got = got[:, column : column + 1]
    names = ["a", "b", "c", "d"] + (["score"] if got.shape[1] == 1 else [f"score_{k}" for k in range(got.shape[1])])
    lines = [",".join(names)]
    for row, score in zip(rows, got):
        lines.append(",".join(np.format_float_positional(v, unique=True) if v == v else "NaN" for v in [*row, *score]))
    (HERE / f"{name}.csv").write_text("\n".join(lines) + "\n")
    print(name, len(data), "bytes", [n.op_type for n in model.graph.node])


def perceptron(name, hidden):
    """A net as torch.onnx.export writes it: Gemm with transB, Relu, Gemm, Sigmoid."""
    make = np.random.default_rng(3)
    w = {
        "0.weight": make.normal(size=(hidden, 4)) * 0.7,
        "0.bias": make.normal(size=hidden) * 0.1,
        "2.weight": make.normal(size=(1, hidden)) * 0.7,
        "2.bias": make.normal(size=1) * 0.1,
    }
    graph = helper.make_graph(
        [
            helper.make_node("Gemm", ["input", "0.weight", "0.bias"], ["/0/Gemm_output_0"], transB=1, alpha=1.0, beta=1.0),
            helper.make_node("Relu", ["/0/Gemm_output_0"], ["/1/Relu_output_0"]),
            helper.make_node("Gemm", ["/1/Relu_output_0", "2.weight", "2.bias"], ["/2/Gemm_output_0"], transB=1),
            helper.make_node("Sigmoid", ["/2/Gemm_output_0"], ["output"]),
        ],
        "main_graph",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 4])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1])],
        [numpy_helper.from_array(v.astype(np.float32), k) for k, v in w.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="pytorch")
    model.ir_version = 8
    onnx.checker.check_model(model)
    keep(name, model, "output")


booster = lightgbm.LGBMClassifier(n_estimators=12, num_leaves=7, verbose=-1).fit(x, y)
keep(
    "lightgbm",
    convert_lightgbm(booster, initial_types=[("input", LightGbmFloats([None, 4]))], target_opset=15),
    "probabilities",
    column=1,
    missing=True,
)
forest = RandomForestClassifier(8, max_depth=4, random_state=1).fit(x, y)
keep("forest", to_onnx(forest, x[:1], target_opset=OPSETS), "output_probability", column=1)
forest3 = RandomForestClassifier(5, max_depth=4, random_state=1).fit(x, y3)
keep("forest3", to_onnx(forest3, x[:1], target_opset=OPSETS, options={"zipmap": False}), "probabilities")
boosted = GradientBoostingRegressor(n_estimators=10, max_depth=3, random_state=1).fit(x, margin)
keep("boosted", to_onnx(boosted, x[:1], target_opset=OPSETS), "variable")
linear = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
keep("logistic", to_onnx(linear, x[:1], target_opset=OPSETS, options={"zipmap": False}), "probabilities", column=1)
perceptron("perceptron", 8)
