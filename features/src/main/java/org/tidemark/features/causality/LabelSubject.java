package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.label.Label;
import org.tidemark.features.label.Labeler;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * A labeler under test: each label is due at the declared end of its span, so whatever comes later
 * must change neither the label nor that end.
 */
public final class LabelSubject implements Subject<MarketEvent> {
  /** How labels are made: a {@link Labeler}, or a user's own rule. */
  public interface Rule {
    /** The labels of the bars that have one. */
    List<Label> label(List<Bar> bars);
  }

  private final String name;
  private final Rule rule;

  public LabelSubject(String name, Rule rule) {
    this.name = name;
    this.rule = rule;
  }

  /** A registered labeler. */
  public static LabelSubject of(Labeler labeler) {
    return new LabelSubject(labeler.id(), labeler::label);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> outputs() {
    return List.of("label", "forward_return");
  }

  @Override
  public double tolerance() {
    return 0;
  }

  @Override
  public List<Answer> answer(List<Fact<MarketEvent>> log, long asOfNanos) {
    List<Answer> answers = new ArrayList<>();
    EventLog.byInstrument(log)
        .forEach(
            (instrument, events) -> {
              List<Bar> bars = new ArrayList<>();
              events.forEach(
                  e -> {
                    if (e instanceof Bar bar) {
                      bars.add(bar);
                    }
                  });
              if (!bars.isEmpty()) {
                bars.add(silence(bars.get(bars.size() - 1), asOfNanos));
                rule.label(bars).stream()
                    .filter(l -> l.spanEndNanos() <= asOfNanos)
                    .forEach(l -> answers.add(answer(instrument, l)));
              }
            });
    return answers;
  }

  /**
   * A flat bar after the clock's reading. A labeler knows the time by bars alone: without it a span
   * that ends in a silent stretch would look unfinished.
   */
  private static Bar silence(Bar last, long asOfNanos) {
    long open = Math.max(asOfNanos, last.eventTimeNanos());
    double price = last.close();
    return new Bar(
        last.instrument(),
        last.offset() + 1,
        open + last.durationNanos(),
        open,
        price,
        price,
        price,
        price,
        0);
  }

  private static Answer answer(String instrument, Label label) {
    return new Answer(
        instrument,
        label.eventTimeNanos(),
        label.spanEndNanos(),
        new double[] {label.value(), label.forwardReturn()});
  }
}
