package org.tidemark.features.set;

import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Sampler;

/** A feature set that a jar on the class path brings, before it is asked for its features. */
record ProvidedSet(FeatureSetProvider provider) {
  private static final String NAME = "[a-z][a-z0-9]{0,30}";

  ProvidedSet {
    if (!provider.name().matches(NAME)) {
      throw new IllegalStateException(
          origin(provider)
              + ": feature set name '"
              + provider.name()
              + "' must be lower-case letters and digits, a letter first, 31 at most");
    }
  }

  /**
   * Every provided set, in the order of the class path.
   *
   * @param builtIn names that are taken
   * @throws IllegalStateException if a jar is broken, or two sets have the same name
   */
  static List<ProvidedSet> find(Collection<String> builtIn) {
    Map<String, String> origins = new LinkedHashMap<>();
    builtIn.forEach(name -> origins.put(name, "Tidemark itself"));
    List<ProvidedSet> found = new ArrayList<>();
    for (FeatureSetProvider provider : providers()) {
      ProvidedSet set = new ProvidedSet(provider);
      String other = origins.putIfAbsent(set.name(), set.origin());
      if (other != null) {
        throw new IllegalStateException(
            "feature set '"
                + set.name()
                + "' comes from "
                + other
                + " and from "
                + set.origin()
                + "; rename the one that is yours, or leave its jar out");
      }
      found.add(set);
    }
    return found;
  }

  /**
   * The context loader knows the jars that Spark was given; a thread of a common pool has another
   * one, but then the loader of this class, as Spark's, knows them too.
   */
  private static Collection<FeatureSetProvider> providers() {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    Optional.ofNullable(Thread.currentThread().getContextClassLoader()).ifPresent(loaders::add);
    loaders.add(FeatureSetProvider.class.getClassLoader());
    Map<String, FeatureSetProvider> found = new LinkedHashMap<>();
    try {
      for (ClassLoader loader : loaders) {
        for (FeatureSetProvider provider : ServiceLoader.load(FeatureSetProvider.class, loader)) {
          found.putIfAbsent(provider.getClass().getName(), provider);
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "a jar with a feature set cannot be used: "
              + e.getMessage()
              + "; build it against this version of Tidemark, or leave it out",
          e);
    }
    return found.values();
  }

  String name() {
    return provider.name();
  }

  /** The class that provides it, and the jar or folder that this class was loaded from. */
  String origin() {
    return origin(provider);
  }

  private static String origin(FeatureSetProvider provider) {
    return provider.getClass().getName()
        + Optional.ofNullable(provider.getClass().getProtectionDomain())
            .map(ProtectionDomain::getCodeSource)
            .map(CodeSource::getLocation)
            .map(URL::getPath)
            .map(path -> " (" + path + ")")
            .orElse("");
  }

  /**
   * The set over a sampler's bars.
   *
   * @throws IllegalArgumentException if its name or its columns are not allowed
   */
  FeatureSet over(Sampler<?> sampler) {
    try {
      return new FeatureSet(
          name() + FeatureSets.suffix(sampler), provider.features(sampler), sampler, Duration.ZERO);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(origin() + ": " + e.getMessage(), e);
    }
  }
}
