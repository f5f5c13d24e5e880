package org.tidemark.models.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.RefusedModelException.Reason;

/**
 * Reads a model file as untrusted input before the native runtime sees a byte of it: what is not on
 * its lists is refused.
 *
 * @param bytes largest file
 * @param operators most operators in the graph
 * @param treeNodes most tree nodes in one operator
 * @param numbers most numbers in all constants together
 */
public record LoadGuard(int bytes, int operators, int treeNodes, int numbers) {
  public LoadGuard {
    if (bytes < 1 || operators < 1 || treeNodes < 1 || numbers < 1) {
      throw new IllegalArgumentException("the limits of a load guard are 1 or more");
    }
  }

  /**
   * What the registry says about the file.
   *
   * @param sha256 of the bytes
   * @param featureSetHash of the rows that are to be scored
   */
  public record Expected(String sha256, String featureSetHash) {}

  /** 64 MiB, 256 operators, 4 million tree nodes, 4 million numbers. */
  public static LoadGuard standard() {
    return new LoadGuard(64 << 20, 256, 4_000_000, 4_000_000);
  }

  /**
   * Checks a file.
   *
   * @throws RefusedModelException naming the problem and what to do
   */
  public CheckedModel check(byte[] given, Expected expected) {
    if (given.length > bytes) {
      throw new RefusedModelException(
          Reason.SIZE,
          given.length + " bytes exceed the limit of " + bytes,
          "fit fewer or shallower trees");
    }
    // What is checked is what is opened, whatever the caller does to its array meanwhile.
    byte[] file = given.clone();
    String sha256 = Sha256.of(file);
    if (!sha256.equals(expected.sha256())) {
      throw new RefusedModelException(
          Reason.HASH,
          "SHA-256 is " + sha256 + " but " + expected.sha256() + " is registered",
          "fetch the file again, or register this one under its own version");
    }
    ModelProto model = parse(file);
    header(model);
    SortedMap<String, String> metadata = metadata(model);
    Origin origin = Origin.of(metadata);
    opsets(model, origin);
    List<String> names = names(need(metadata, Signature.FEATURE_NAMES));
    String target = need(metadata, Signature.TARGET);
    Target parsed =
        TargetText.parse(target)
            .orElseThrow(
                () ->
                    new RefusedModelException(
                        Reason.METADATA, "target '" + target + "' is unknown", EXPORT_AGAIN));
    String hash = need(metadata, Signature.FEATURE_SET_HASH);
    if (!hash.equals(expected.featureSetHash())) {
      throw new RefusedModelException(
          Reason.FEATURE_SET,
          "fitted on feature set " + hash + " but rows come from " + expected.featureSetHash(),
          "train on the current feature set, or serve the one the model names");
    }
    new GraphCheck(this, origin, names.size(), parsed.width()).check(model.getGraph());
    return new CheckedModel(new OnnxArtifact(file, sha256, hash, names, parsed, metadata));
  }

  static final String EXPORT_AGAIN = "export the model again with this version of Tidemark";

  private static ModelProto parse(byte[] file) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(file);
      in.setRecursionLimit(32);
      ModelProto model = ModelProto.parseFrom(in);
      if (!model.hasGraph()) {
        throw new RefusedModelException(Reason.FORMAT, "the file holds no graph", EXPORT_AGAIN);
      }
      // The runtime may know a later ONNX than this parser: what only it understands stays out.
      if (DiscardUnknownFieldsParser.wrap(ModelProto.parser()).parseFrom(file).getSerializedSize()
          != model.getSerializedSize()) {
        throw new RefusedModelException(
            Reason.FORMAT, "the file has fields that ONNX does not know", EXPORT_AGAIN);
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new RefusedModelException(
          Reason.FORMAT, "not an ONNX model: " + e.getMessage(), "fetch the file again");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static void header(ModelProto model) {
    if (model.getIrVersion() < 3 || model.getIrVersion() > 10) {
      throw new RefusedModelException(
          Reason.VERSION, "IR version " + model.getIrVersion() + " is not 3 to 10", EXPORT_AGAIN);
    }
    if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
      throw new RefusedModelException(
          Reason.OPERATOR, "the file defines functions or training graphs", EXPORT_AGAIN);
    }
  }

  private static void opsets(ModelProto model, Origin origin) {
    long newest = origin == Origin.OWN ? Signature.OPSET : 21;
    long oldest = origin == Origin.OWN ? 13 : 9;
    Set<String> seen = new HashSet<>();
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
      boolean known =
          domain.isEmpty()
              ? opset.getVersion() >= oldest && opset.getVersion() <= newest
              : domain.equals(Signature.ML_DOMAIN)
                  && opset.getVersion() >= 1
                  && opset.getVersion() <= Signature.ML_OPSET;
      if (!known || !seen.add(domain)) {
        throw new RefusedModelException(
            Reason.VERSION,
            "operator set '" + opset.getDomain() + "' version " + opset.getVersion(),
            "allowed once each are ai.onnx %d to %d and ai.onnx.ml 1 to 3"
                .formatted(oldest, newest));
      }
    }
  }

  private static List<String> names(String joined) {
    List<String> names = List.of(joined.split(",", -1));
    if (names.size() > Shapes.COLUMNS
        || names.stream().anyMatch(String::isBlank)
        || new HashSet<>(names).size() < names.size()) {
      throw new RefusedModelException(
          Reason.METADATA,
          names.size() + " columns are above " + Shapes.COLUMNS + ", or two have no or one name",
          EXPORT_AGAIN);
    }
    return names;
  }

  private static SortedMap<String, String> metadata(ModelProto model) {
    SortedMap<String, String> metadata = new TreeMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      if (metadata.put(entry.getKey(), entry.getValue()) != null) {
        throw new RefusedModelException(
            Reason.METADATA, "key " + entry.getKey() + " occurs twice", EXPORT_AGAIN);
      }
    }
    return metadata;
  }

  private static String need(SortedMap<String, String> metadata, String key) {
    String value = metadata.get(key);
    if (value == null || value.isEmpty()) {
      throw new RefusedModelException(
          Reason.METADATA, "the file does not say its " + key, EXPORT_AGAIN);
    }
    return value;
  }
}
