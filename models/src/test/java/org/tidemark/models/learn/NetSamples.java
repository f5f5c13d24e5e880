package org.tidemark.models.learn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.form.NetForm;

/** Nets that nothing fitted. */
public final class NetSamples {
  private NetSamples() {}

  public static NetModel of(NetForm form, Target target) {
    List<String> names = IntStream.range(0, form.features()).mapToObj(j -> "f" + j).toList();
    return NetModel.of(form, target, names, Samples.HASH, Optional.empty());
  }
}
