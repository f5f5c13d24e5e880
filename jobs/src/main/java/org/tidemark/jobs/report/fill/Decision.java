package org.tidemark.jobs.report.fill;

import java.util.List;

/**
 * What a run decided.
 *
 * @param challenger version that asked to serve
 * @param promoted whether it does now
 * @param reasons one sentence each
 */
record Decision(String challenger, boolean promoted, List<String> reasons) {
  Decision {
    reasons = List.copyOf(reasons);
  }
}
