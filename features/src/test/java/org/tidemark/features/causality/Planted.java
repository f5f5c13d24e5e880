package org.tidemark.features.causality;

import java.util.List;
import java.util.function.Supplier;

/** One mistake of the zoo, or one correct twin: its name, who must find it, and how to check it. */
record Planted(String name, Probe probe, Supplier<List<Verdict>> check) {}
