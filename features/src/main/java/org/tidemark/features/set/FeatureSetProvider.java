package org.tidemark.features.set;

import java.util.List;
import org.tidemark.features.Feature;
import org.tidemark.features.Sampler;

/**
 * One feature set from outside this tree. A jar on the class path that names an implementation in
 * {@code META-INF/services/org.tidemark.features.set.FeatureSetProvider} adds the set to {@link
 * FeatureSets}, and every verb knows it by its name: {@code --features NAME}. The implementation is
 * a public class with a public constructor without parameters.
 */
public interface FeatureSetProvider {
  /**
   * Name of the set over one-minute bars, for example {@code myset}: lower-case letters and digits,
   * and not the name of any other set. Over other bars {@link FeatureSets#suffix} is added.
   */
  String name();

  /**
   * The features, in the order of their columns; they may be those of other sets too. Called anew
   * for every use, and must then give equal features.
   *
   * @param sampler makes the bars; most sets do not look at it
   */
  List<Feature<?>> features(Sampler<?> sampler);
}
