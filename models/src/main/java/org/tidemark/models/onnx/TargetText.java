package org.tidemark.models.onnx;

import java.util.Optional;
import org.tidemark.models.Target;

/** A target as the one word that stands in a file's metadata. */
final class TargetText {
  private static final String MULTI = "multiclass:";

  private TargetText() {}

  static String of(Target target) {
    if (target instanceof Target.Binary) {
      return "binary";
    }
    return target instanceof Target.MultiClass multi ? MULTI + multi.classes() : "regression";
  }

  static Optional<Target> parse(String text) {
    if (text.equals("binary")) {
      return Optional.of(new Target.Binary());
    }
    if (text.equals("regression")) {
      return Optional.of(new Target.Regression());
    }
    if (text.matches(MULTI + "[1-9][0-9]{0,3}")) {
      int classes = Integer.parseInt(text.substring(MULTI.length()));
      return classes < 3 ? Optional.empty() : Optional.of(new Target.MultiClass(classes));
    }
    return Optional.empty();
  }
}
