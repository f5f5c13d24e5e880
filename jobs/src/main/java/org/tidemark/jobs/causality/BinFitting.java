package org.tidemark.jobs.causality;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.tidemark.features.causality.Fitting;
import org.tidemark.features.causality.Sample;
import org.tidemark.models.drift.FrozenBins;

/** The frozen bins of every column of the training rows, as drift monitoring keeps them. */
final class BinFitting implements Fitting {
  private static final int BINS = 10;

  @Override
  public String name() {
    return "bins";
  }

  @Override
  public byte[] fit(Sample all, BitSet train) {
    StringBuilder edges = new StringBuilder();
    for (int j = 0; j < all.width(); j++) {
      int column = j;
      double[] values = train.stream().mapToDouble(i -> all.at(i, column)).toArray();
      edges.append(FrozenBins.ofQuantiles(values, BINS).toJson()).append('\n');
    }
    return edges.toString().getBytes(StandardCharsets.UTF_8);
  }
}
