package org.tidemark.jobs.monitor;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The certificates of one live query on one day: what the replay of all its instruments found, one
 * row of {@code features.parity} for each output.
 */
final class Certificates {
  /** Output of the one certificate of a query whose outputs are not known. */
  static final String ALL = "all";

  private static final Comparator<Found> EARLIEST =
      Comparator.<Found>comparingLong(f -> f.fault.eventTimeNanos())
          .thenComparing(f -> f.instrument);

  /** The features of a query. */
  record Subject(String query, String featureSet, String hash, List<String> outputs) {}

  private record Found(String instrument, RowMatch.Fault fault) {}

  private final Subject subject;
  private final List<Found> faults = new ArrayList<>();
  private final List<String> notComparable = new ArrayList<>();
  private long instruments;
  private long ticks;
  private long compared;
  private long lost;
  private Optional<Found> damaged = Optional.empty();
  private String why = "";

  Certificates(Subject subject) {
    this.subject = subject;
  }

  /** Takes a row of {@link LiveReplay#OUTPUT}, without the snapshot. */
  void add(Row row) {
    String instrument = row.getString(1);
    int output = row.getInt(2);
    if (output == LiveReplay.SUMMARY) {
      ticks += row.getLong(3);
      compared += row.getLong(4);
      if (row.isNullAt(9)) {
        instruments += row.getLong(3) > 0 || row.getLong(4) > 0 ? 1 : 0;
      } else {
        notComparable.add(instrument + ": " + row.getString(9));
      }
    } else if (output == LiveReplay.DAMAGED) {
      lose(
          row.getLong(3),
          instrument,
          row.getLong(5),
          "%d kept ticks of %s are not what was taken, the first at offset %d"
              .formatted(row.getLong(3), instrument, row.getLong(5)));
    } else {
      faults.add(
          new Found(
              instrument,
              new RowMatch.Fault(
                  output,
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getLong(6),
                  row.getInt(7),
                  row.getInt(8))));
    }
  }

  /** Takes a micro-batch of which not all ticks are kept. */
  void addLossy(long batch, long taken, long kept) {
    lose(
        Math.abs(taken - kept),
        "",
        -1,
        "micro-batch %d took %d ticks, of which %d are kept".formatted(batch, taken, kept));
  }

  private void lose(long count, String instrument, long offset, String reason) {
    if (lost == 0) {
      damaged = Optional.of(new Found(instrument, new RowMatch.Fault(0, 1, 0, offset, 0, 0, 0)));
      why = reason;
    }
    lost += count;
  }

  Subject subject() {
    return subject;
  }

  long instruments() {
    return instruments;
  }

  long ticks() {
    return ticks;
  }

  long compared() {
    return compared;
  }

  /** Instruments that could not be replayed. */
  long notComparable() {
    return notComparable.size();
  }

  /** Values, rows and ticks that are wrong. */
  long wrong() {
    return lost + faults.stream().mapToLong(f -> f.fault.rows()).sum();
  }

  /** Whether there is nothing to certify. */
  boolean isEmpty() {
    return ticks == 0 && compared == 0 && wrong() == 0;
  }

  private long rows(int output) {
    return of(output).stream().mapToLong(f -> f.fault.rows()).sum();
  }

  private List<Found> of(int output) {
    return faults.stream().filter(f -> f.fault.output() == output).toList();
  }

  /** What is wrong in one line; empty when nothing is. */
  String problem() {
    if (wrong() == 0) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    int differing = 0;
    for (int i = 0; i < subject.outputs.size(); i++) {
      differing += rows(i) > 0 ? 1 : 0;
    }
    if (differing > 0) {
      Found first = faults.stream().filter(f -> f.fault.output() >= 0).min(EARLIEST).get();
      parts.add(
          "%d of %d features of %s differ, the first %s of %s at offset %d (%s): live %s, batch %s"
              .formatted(
                  differing,
                  subject.outputs.size(),
                  subject.featureSet,
                  subject.outputs.get(first.fault.output()),
                  first.instrument,
                  first.fault.offset(),
                  time(first.fault.eventTimeNanos()),
                  value(first.fault.live()),
                  value(first.fault.batch())));
    }
    part(RowMatch.MISSING, "are missing in live", parts);
    part(RowMatch.EXTRA, "are in live only", parts);
    if (lost > 0) {
      parts.add("%d ticks are lost: %s".formatted(lost, why));
    }
    return "query " + subject.query + ": " + String.join("; ", parts);
  }

  private void part(int output, String words, List<String> parts) {
    of(output).stream()
        .min(EARLIEST)
        .ifPresent(
            first ->
                parts.add(
                    "%d rows %s, the first of %s at offset %d (%s)"
                        .formatted(
                            rows(output),
                            words,
                            first.instrument,
                            first.fault.offset(),
                            time(first.fault.eventTimeNanos()))));
  }

  /** Rows of {@code features.parity}. */
  List<Row> rows(LocalDate date) {
    List<Row> rows = new ArrayList<>();
    if (subject.outputs.isEmpty()) {
      rows.add(row(date, -1, ALL));
    }
    for (int i = 0; i < subject.outputs.size(); i++) {
      rows.add(row(date, i, subject.outputs.get(i)));
    }
    return rows;
  }

  private Row row(LocalDate date, int position, String output) {
    List<Found> values = position < 0 ? List.of() : of(position);
    long mismatched = values.stream().mapToLong(f -> f.fault.rows()).sum();
    long missing = rows(RowMatch.MISSING);
    long extra = rows(RowMatch.EXTRA);
    Optional<Found> first =
        values.stream()
            .min(EARLIEST)
            .or(() -> of(RowMatch.MISSING).stream().min(EARLIEST))
            .or(() -> of(RowMatch.EXTRA).stream().min(EARLIEST))
            .or(() -> damaged);
    boolean isValue = mismatched > 0;
    boolean isRow = !isValue && missing + extra > 0;
    String fault =
        isValue
            ? "value"
            : missing > 0 ? "missing row" : extra > 0 ? "extra row" : lost > 0 ? "lost tick" : null;
    return RowFactory.create(
        subject.query,
        date,
        output,
        position,
        subject.featureSet,
        subject.hash,
        verdict(mismatched + missing + extra),
        instruments,
        ticks,
        compared,
        mismatched,
        values.stream().mapToLong(f -> f.fault.bits()).sum(),
        missing,
        extra,
        lost,
        (long) notComparable.size(),
        fault,
        first.map(f -> f.instrument).filter(name -> !name.isEmpty()).orElse(null),
        first.map(f -> f.fault.offset()).filter(offset -> offset >= 0).orElse(null),
        isValue || isRow ? first.get().fault.eventTimeNanos() : null,
        isValue ? value(first.get().fault.live()) : null,
        isValue ? value(first.get().fault.batch()) : null,
        reason());
  }

  private String verdict(long different) {
    if (different > 0) {
      return "different";
    }
    if (lost > 0) {
      return "incomplete";
    }
    if (!notComparable.isEmpty()) {
      return "not comparable";
    }
    return compared == 0 ? "no rows" : "equal";
  }

  /** Why some of it is not certified, or null. */
  private String reason() {
    if (lost > 0) {
      return why;
    }
    return notComparable.isEmpty()
        ? null
        : notComparable.size() + " instruments, the first " + notComparable.get(0);
  }

  private static String time(long nanos) {
    return Instant.EPOCH.plusNanos(nanos).toString();
  }

  /** A value and its bits, which alone tell NaNs apart. */
  private static String value(int bits) {
    return String.format(
        Locale.ROOT, "%s (%s)", Float.intBitsToFloat(bits), HexFormat.of().toHexDigits(bits));
  }
}
