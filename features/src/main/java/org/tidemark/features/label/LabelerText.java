package org.tidemark.features.label;

import java.util.List;

/** Reads the text form of a labeler, word by word. */
final class LabelerText {
  private final String id;
  private final List<String> words;
  private final EwmVolatility volatility;
  private final boolean spanned;

  LabelerText(String id) {
    this.id = id;
    List<String> all = List.of(id.split("-", -1));
    String last = all.get(all.size() - 1);
    spanned = all.size() > 1 && last.startsWith("span");
    volatility =
        spanned ? new EwmVolatility(Names.count(last, "span", "", id)) : EwmVolatility.STANDARD;
    words = spanned ? all.subList(0, all.size() - 1) : all;
  }

  Labeler labeler() {
    return switch (words.get(0)) {
      case "fixed" -> fixed();
      case "three" -> three();
      case "triple" -> sized(4) ? barriers(1) : refuse();
      case "trend" -> trend();
      case "volatility" -> risk(ForwardRisk.Measure.VOLATILITY);
      case "drawdown" -> risk(ForwardRisk.Measure.DRAWDOWN);
      case "gap" -> gap();
      case "meta" ->
          sized(5) ? new MetaLabel(PrimaryRule.parse(words.get(1)), barriers(2)) : refuse();
      default -> refuse();
    };
  }

  private boolean sized(int count) {
    return words.size() == count;
  }

  private Labeler refuse() {
    throw Names.unknown(id);
  }

  private void refuseSpan() {
    if (spanned) {
      throw Names.unknown(id);
    }
  }

  private Labeler fixed() {
    refuseSpan();
    if (sized(2)) {
      return new FixedHorizon(Names.duration(words.get(1), id), FixedHorizon.Kind.SIGN);
    }
    if (sized(3) && words.get(2).equals("value")) {
      return new FixedHorizon(Names.duration(words.get(1), id), FixedHorizon.Kind.VALUE);
    }
    return refuse();
  }

  private Labeler risk(ForwardRisk.Measure measure) {
    refuseSpan();
    return sized(2) ? new ForwardRisk(Names.duration(words.get(1), id), measure) : refuse();
  }

  private Labeler gap() {
    refuseSpan();
    return sized(3)
        ? new ForwardGap(Names.duration(words.get(1), id), Names.duration(words.get(2), id))
        : refuse();
  }

  private Labeler three() {
    if (!sized(3)) {
      return refuse();
    }
    String width = words.get(2);
    if (width.endsWith("bp")) {
      refuseSpan();
      return new ThreeClass(
          Names.duration(words.get(1), id),
          new ThreeClass.BasisPoints(Names.number(width, "bp", id)));
    }
    return new ThreeClass(
        Names.duration(words.get(1), id),
        new ThreeClass.Multiple(Names.multiple(width, id), volatility));
  }

  private TripleBarrier barriers(int from) {
    return new TripleBarrier(
        Names.duration(words.get(from), id),
        Names.multiple(words.get(from + 1), id),
        Names.multiple(words.get(from + 2), id),
        volatility);
  }

  private Labeler trend() {
    refuseSpan();
    if (!sized(3) && !sized(4)) {
      return refuse();
    }
    TrendScan.Target target =
        sized(3)
            ? new TrendScan.Sign()
            : words.get(3).equals("value")
                ? new TrendScan.Value()
                : new TrendScan.Threshold(Names.number(words.get(3), "t", id));
    return new TrendScan(
        Names.duration(words.get(1), id), Names.count(words.get(2), "", "b", id), target);
  }
}
