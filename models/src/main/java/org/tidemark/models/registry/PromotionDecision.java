package org.tidemark.models.registry;

import java.util.List;

/** Whether a challenger becomes champion, with the reasons in plain sentences. */
public sealed interface PromotionDecision {
  /** The challenger becomes champion. */
  record Promote(List<String> reasons) implements PromotionDecision {
    public Promote {
      reasons = List.copyOf(reasons);
    }
  }

  /** Everything stays as it is; each reason alone would be enough. */
  record Keep(List<String> reasons) implements PromotionDecision {
    public Keep {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a challenger is not kept out without a reason");
      }
    }
  }

  /** Why. */
  List<String> reasons();
}
