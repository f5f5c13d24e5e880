"""Checks the ONNX files that OnnxParityTest and NetParityTest leave behind with the reference tools in Python.

Usage: python check_onnx.py models/target/onnx-cross-check      (pip install onnx onnxruntime numpy xgboost torch)

For each folder: onnx.checker accepts model.onnx with full shape inference; ONNX Runtime for Python scores
the rows of expected.csv as the Java side wrote them; the native model scores alike, read by XGBoost for
Python, built in PyTorch in float64 for a net, or computed with NumPy in float64 for a linear one.
"""
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

TOLERANCE = 1e-6
NET_TOLERANCE = 5e-6


def linear(text, rows):
    model = json.loads(text)
    means = np.array(model["means"])
    x = np.where(np.isnan(rows), means, rows.astype(np.float64))
    z = np.clip((x - means) / np.array(model["deviations"]), -10, 10)
    margin = z @ np.array(model["coefficients"]).T + np.array(model["intercepts"])
    if model["link"] == "SIGMOID":
        return 1 / (1 + np.exp(-margin))
    if model["link"] == "SOFTMAX":
        e = np.exp(margin - margin.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    return margin


def net(text, rows):
    import torch

    model = json.loads(text)
    means, deviations = np.array(model["means"]), np.array(model["deviations"])
    z = (np.where(np.isnan(rows), means, rows.astype(np.float64)) - means) / deviations
    z = torch.tensor(np.clip(z, -10, 10).astype(np.float32).astype(np.float64))
    channels, hidden, layers = model["channels"], model["hidden"], model["layers"]
    convolution = torch.nn.Conv1d(channels, model["filters"], model["kernel"])
    lstm = torch.nn.LSTM(model["filters"], hidden, layers, batch_first=True)
    dense = torch.nn.Linear(hidden, model["outputs"])
    parts = [convolution.weight, convolution.bias]
    for k in range(layers):
        parts += [getattr(lstm, f"{name}_l{k}") for name in ("weight_ih", "weight_hh", "bias_ih")]
    parts += [dense.weight, dense.bias]
    weights, at = torch.tensor(model["weights"], dtype=torch.float32), 0
    with torch.no_grad():
        for part in parts:
            part.copy_(weights[at : at + part.numel()].reshape(part.shape))
            at += part.numel()
        for k in range(layers):
            getattr(lstm, f"bias_hh_l{k}").zero_()
        assert at == len(weights)
        for layer in (convolution, lstm, dense):
            layer.double()
        states, _ = lstm(convolution(z.reshape(len(rows), channels, -1)).transpose(1, 2))
        margin = dense(states[:, -1])
        link = {"SIGMOID": torch.sigmoid, "SOFTMAX": lambda m: torch.softmax(m, 1)}
        return link[model["link"]](margin).numpy()


def native(folder, rows):
    text = (folder / "native.json").read_text()
    if folder.name.startswith("net-"):
        return net(text, rows)
    if folder.name.startswith("linear-"):
        return linear(text, rows)
    import xgboost

    booster = xgboost.Booster()
    booster.load_model(bytearray(text, "utf-8"))
    return booster.predict(xgboost.DMatrix(rows, missing=np.nan)).reshape(len(rows), -1)


def check(folder):
    path = folder / "model.onnx"
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    table = np.genfromtxt(folder / "expected.csv", delimiter=",", dtype=np.float32)
    width = model.graph.input[0].type.tensor_type.shape.dim[1].dim_value
    rows, expected = table[:, :width], table[:, width:]
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    scored = session.run(["score"], {"features": rows})[0]
    assert scored.shape == expected.shape, (folder.name, scored.shape, expected.shape)
    worst = {}
    for name, other in (("onnx", scored), ("native", native(folder, rows))):
        worst[name] = float(np.max(np.abs(other - expected)))
        allowed = NET_TOLERANCE if folder.name.startswith("net-") else TOLERANCE
        assert worst[name] <= allowed, (folder.name, name, worst[name])
    if "regression" not in folder.name:
        label = lambda s: s.argmax(axis=1) if s.shape[1] > 1 else s[:, 0] >= 0.5
        assert (label(scored) == label(expected)).all(), (folder.name, "labels differ")
    print(f"{folder.name}: {len(rows)} rows, greatest difference {worst}")


def main():
    folders = sorted(p for p in pathlib.Path(sys.argv[1]).iterdir() if p.is_dir())
    assert len(folders) == 9, f"9 folders expected, {len(folders)} found: run *ParityTest first"
    for folder in folders:
        check(folder)


if __name__ == "__main__":
    main()
