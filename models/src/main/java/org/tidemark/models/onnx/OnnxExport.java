package org.tidemark.models.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Model;
import org.tidemark.models.form.BlendedForm;
import org.tidemark.models.form.CalibratedForm;
import org.tidemark.models.form.EnsembleForm;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.MixtureForm;
import org.tidemark.models.form.ModelForm;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NormalisedForm;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Writes fitted models as ONNX. Every file has the same {@link Signature}: {@code features}
 * float[rows, width] in, {@code score} float[rows, target width] out.
 *
 * <p>Trees stay float32: XGBoost's {@code x < t} on float32 values is {@code BRANCH_LT} on the very
 * same float32 threshold, so no row can change branch. Each base margin is written as a leading
 * tree of a single leaf, because XGBoost adds it first and float32 sums depend on their order.
 * Linear models, calibrators, combiners and blends are computed in double inside the graph and
 * rounded once, as in {@link LinearForm}. Nets are computed in float32, for which alone the runtime
 * has their operators.
 */
public final class OnnxExport {
  private OnnxExport() {}

  /**
   * The ONNX file of a model.
   *
   * @param provenance what made the model (learner, parameters, table versions, split, seed,
   *     commit, ...), stored in the file as given; keys that begin with {@code tidemark.} are
   *     refused
   */
  public static OnnxArtifact of(Model model, Map<String, String> provenance) {
    if (!(model instanceof FormedModel formed)) {
      throw new IllegalArgumentException(
          "a " + model.getClass().getSimpleName() + " cannot be written as ONNX; it has no form");
    }
    SortedMap<String, String> metadata = metadata(model, provenance);
    byte[] bytes = bytes(formed.form(), metadata);
    return new OnnxArtifact(
        bytes,
        Sha256.of(bytes),
        model.featureSetHash(),
        model.featureNames(),
        model.target(),
        metadata);
  }

  private static SortedMap<String, String> metadata(Model model, Map<String, String> provenance) {
    SortedMap<String, String> metadata = new TreeMap<>();
    provenance.forEach(
        (key, value) -> {
          if (key.startsWith("tidemark.")) {
            throw new IllegalArgumentException(
                "provenance key " + key + " is reserved; drop the prefix 'tidemark.'");
          }
          metadata.put(key, value);
        });
    for (String name : model.featureNames()) {
      if (name.isEmpty() || name.contains(",")) {
        throw new IllegalArgumentException(
            "column name '" + name + "' is empty or holds a comma, which separates names");
      }
    }
    metadata.put(Signature.FEATURE_SET_HASH, model.featureSetHash());
    metadata.put(Signature.FEATURE_NAMES, String.join(",", model.featureNames()));
    metadata.put(Signature.TARGET, TargetText.of(model.target()));
    metadata.put(Signature.NATIVE_SHA256, Sha256.of(model.nativeBytes()));
    return metadata;
  }

  private static byte[] bytes(ModelForm form, SortedMap<String, String> metadata) {
    Graph graph = new Graph(form.features());
    return graph.model(result(graph, form, graph.input()), form.outputs(), metadata);
  }

  /** Operators that the file of a form has, of which {@link LoadGuard} takes so many. */
  public static int operators(ModelForm form) {
    Graph graph = new Graph(form.features());
    result(graph, form, graph.input());
    return graph.operators();
  }

  /** What a form makes of rows, which are the input or columns made of it. */
  static Graph.Value<Element.F32> result(
      Graph graph, ModelForm form, Graph.Value<Element.F32> rows) {
    // Forms are told apart by hand: patterns in a switch are a later Java's.
    if (form instanceof CalibratedForm calibrated) {
      return CalibratorGraph.add(
          graph, result(graph, calibrated.model(), rows), form.outputs(), calibrated.calibrator());
    }
    if (form instanceof EnsembleForm ensemble) {
      return EnsembleGraph.add(graph, ensemble, rows);
    }
    if (form instanceof NormalisedForm normalised) {
      return result(graph, normalised.model(), BlendGraph.normalised(graph, normalised, rows));
    }
    if (form instanceof BlendedForm blended) {
      return BlendGraph.add(graph, blended, result(graph, blended.model(), rows), rows);
    }
    if (form instanceof MixtureForm mixture) {
      return MixtureGraph.add(graph, mixture, rows);
    }
    if (form instanceof NetForm net) {
      return NetGraph.add(graph, net, rows);
    }
    return form instanceof TreeEnsemble trees
        ? trees(graph, trees, rows)
        : graph.toFloat(linear(graph, (LinearForm) form, graph.toDouble(rows)));
  }

  private static Graph.Value<Element.F32> trees(
      Graph graph, TreeEnsemble form, Graph.Value<Element.F32> rows) {
    List<Tree> all = new ArrayList<>();
    for (int k = 0; k < form.outputs(); k++) {
      all.add(new Tree(k, List.of(new Tree.Leaf(form.base().get(k)))));
    }
    all.addAll(form.trees());
    return linked(graph, graph.trees(rows, all, form.outputs()), form.link());
  }

  /** Rows imputed, standardised and clipped as {@link LinearForm} has it. */
  static Graph.Value<Element.F64> standardised(
      Graph graph, double[] mean, double[] deviation, Graph.Value<Element.F64> x) {
    Graph.Value<Element.F64> means = graph.constant(mean, 1);
    Graph.Value<Element.F64> filled = graph.where(graph.isNaN(x), means, x);
    return graph.clip(
        graph.divide(graph.subtract(filled, means), graph.constant(deviation, 1)),
        -LinearForm.CLIP,
        LinearForm.CLIP);
  }

  static Graph.Value<Element.F64> linear(Graph graph, LinearForm form, Graph.Value<Element.F64> x) {
    Graph.Value<Element.F64> z = standardised(graph, form.means(), form.deviations(), x);
    double[][] coefficients = form.coefficients();
    double[] transposed = new double[form.features() * form.outputs()];
    for (int k = 0; k < form.outputs(); k++) {
      for (int j = 0; j < form.features(); j++) {
        transposed[j * form.outputs() + k] = coefficients[k][j];
      }
    }
    Graph.Value<Element.F64> margin =
        graph.plus(
            graph.multiply(z, graph.constant(transposed, form.features())),
            graph.constant(form.intercepts(), 1));
    return linked(graph, margin, form.link());
  }

  /** The input's columns, missing ones at their mean, in deviations from it, clipped. */
  static Graph.Value<Element.F64> standardised(Graph graph, double[] mean, double[] deviation) {
    Graph.Value<Element.F64> means = graph.constant(mean, 1);
    Graph.Value<Element.F64> x = graph.toDouble(graph.input());
    Graph.Value<Element.F64> filled = graph.where(graph.isNaN(x), means, x);
    return graph.clip(
        graph.divide(graph.subtract(filled, means), graph.constant(deviation, 1)),
        -LinearForm.CLIP,
        LinearForm.CLIP);
  }

  static <E extends Element> Graph.Value<E> linked(Graph graph, Graph.Value<E> margin, Link link) {
    return switch (link) {
      case IDENTITY, PROBABILITY -> margin;
      case SIGMOID -> graph.sigmoid(margin);
      case FLOAT_SIGMOID -> graph.sigmoid(graph.shrink(margin, Link.INDISTINCT));
      case SOFTMAX -> graph.softmax(margin);
    };
  }
}
