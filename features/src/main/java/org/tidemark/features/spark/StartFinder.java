package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Finds, for every instrument, the newest saved state that no later file has made stale. A night
 * reads the newest states and the files that came after them; only of an instrument whose newest
 * state is stale it reads the whole history of states and files.
 */
final class StartFinder {
  /** The last run was hardly longer ago; states of older days are looked up when it was. */
  private static final int RECENT_DAYS = 8;

  /** With more names than these a query for some instruments becomes one for all. */
  private static final int MOST_NAMES = 200;

  /** One ingested file, as far as it matters here. */
  private record Ingest(EventKind kind, long version, long firstNanos) {}

  /** A saved state without its snapshot. */
  private record State(LocalDate until, Inputs inputs) {
    static State of(Row row) {
      return new State(row.getDate(0).toLocalDate(), Inputs.parse(row.getString(1)));
    }
  }

  private final TableStore store;
  private final FeatureSet set;
  private final LocalDate asOf;

  private StartFinder(TableStore store, FeatureSet set, LocalDate asOf) {
    this.store = store;
    this.set = set;
    this.asOf = asOf;
  }

  static List<Start> find(TableStore store, FeatureSet set, LocalDate asOf) {
    return new StartFinder(store, set, asOf).find();
  }

  private List<Start> find() {
    Map<String, Map<EventKind, Long>> firsts = firsts();
    Map<String, State> chosen = newest(firsts.keySet());
    Map<String, List<Ingest>> later = ingests(after(chosen.values()));
    Set<String> stale = new TreeSet<>();
    chosen.forEach(
        (name, state) -> {
          boolean unseenKind =
              firsts.get(name).entrySet().stream()
                  .anyMatch(
                      kind ->
                          state.inputs().version(kind.getKey()) < 0
                              && kind.getValue() <= nanos(state.until()));
          if (unseenKind
              || !isFresh(state, firsts.get(name).keySet(), later.getOrDefault(name, List.of()))) {
            stale.add(name);
          }
        });
    if (!stale.isEmpty()) {
      Map<String, List<Ingest>> all = ingests(ofSome(stale));
      Map<String, List<State>> states = states(stale);
      for (String name : stale) {
        Optional<State> fresh =
            states.get(name).stream()
                .filter(s -> isFresh(s, firsts.get(name).keySet(), all.get(name)))
                .max(Comparator.comparing(State::until));
        fresh.ifPresentOrElse(s -> chosen.put(name, s), () -> chosen.remove(name));
      }
    }
    Map<String, Row> saved = load(chosen);
    List<Start> starts = new ArrayList<>();
    firsts.forEach(
        (name, kinds) ->
            starts.add(
                chosen.containsKey(name)
                    ? start(name, kinds.keySet(), chosen.get(name).until(), saved.get(name))
                    : Start.fresh(name, kinds.keySet())));
    return starts;
  }

  private static boolean isFresh(State state, Set<EventKind> read, List<Ingest> ingests) {
    long until = nanos(state.until());
    return ingests.stream()
        .noneMatch(
            i ->
                read.contains(i.kind())
                    && i.version() > state.inputs().version(i.kind())
                    && i.firstNanos() <= until);
  }

  /** Of every instrument that bars can be made of, the kinds it is fed, each with its begin. */
  private Map<String, Map<EventKind, Long>> firsts() {
    Map<String, Map<EventKind, Long>> found = new TreeMap<>();
    files(lit(true))
        .groupBy("instrument", "target")
        .agg(min("first_event_time"))
        .collectAsList()
        .forEach(
            row ->
                found
                    .computeIfAbsent(row.getString(0), k -> new EnumMap<>(EventKind.class))
                    .put(kind(row.getString(1)), nanos(row.getTimestamp(2))));
    found
        .values()
        .forEach(
            kinds ->
                kinds
                    .keySet()
                    .retainAll(SampledEvents.kinds(set.sampler(), set.inputs(), kinds.keySet())));
    found.values().removeIf(kinds -> kinds.keySet().stream().noneMatch(EventKind::hasPrices));
    return found;
  }

  /** Files that some of these states may not have seen. */
  private static Column after(Iterable<State> states) {
    Map<EventKind, Long> seen = new EnumMap<>(EventKind.class);
    for (State state : states) {
      state.inputs().versions().forEach((kind, version) -> seen.merge(kind, version, Math::min));
    }
    Column any = lit(false);
    for (Map.Entry<EventKind, Long> kind : seen.entrySet()) {
      any =
          any.or(
              col("target")
                  .equalTo(kind.getKey().table().qualifiedName())
                  .and(col("target_version").gt(kind.getValue())));
    }
    return any;
  }

  private static Column ofSome(Set<String> names) {
    return names.size() > MOST_NAMES
        ? lit(true)
        : arrays_overlap(split(col("instruments"), ","), lit(names.toArray(String[]::new)));
  }

  private Map<String, List<Ingest>> ingests(Column which) {
    Map<String, List<Ingest>> found = new HashMap<>();
    for (Row row : files(which).collectAsList()) {
      found
          .computeIfAbsent(row.getString(0), k -> new ArrayList<>())
          .add(new Ingest(kind(row.getString(1)), row.getLong(2), nanos(row.getTimestamp(3))));
    }
    return found;
  }

  /** The files that brought events known at the date, once for each of their instruments. */
  private Dataset<Row> files(Column which) {
    List<String> targets = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      targets.add(kind.table().qualifiedName());
    }
    Timestamp until = Timestamp.from(asOf.atStartOfDay().toInstant(ZoneOffset.UTC));
    return store
        .read(Tables.INGESTS)
        .where(
            col("rows_new")
                .gt(0)
                .and(col("first_event_time").leq(lit(until)))
                .and(col("target").isin(targets.toArray()))
                .and(which))
        .select(
            explode(split(col("instruments"), ",")).as("instrument"),
            col("target"),
            col("target_version"),
            col("first_event_time"));
  }

  private static EventKind kind(String table) {
    for (EventKind kind : EventKind.values()) {
      if (kind.table().qualifiedName().equals(table)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of event is kept in " + table);
  }

  private Dataset<Row> saved() {
    return store
        .read(Tables.FEATURE_STATE)
        .where(
            col("feature_set")
                .equalTo(set.name())
                .and(col("feature_set_hash").equalTo(set.hash()))
                .and(col("until_date").leq(lit(Date.valueOf(asOf)))));
  }

  /** The newest state of each instrument; a run saves one of every instrument. */
  private Map<String, State> newest(Set<String> names) {
    Date recent = Date.valueOf(asOf.minusDays(RECENT_DAYS));
    Map<String, State> found = newest(saved().where(col("until_date").gt(lit(recent))));
    if (!found.keySet().containsAll(names)) {
      newest(saved().where(col("until_date").leq(lit(recent)))).forEach(found::putIfAbsent);
    }
    found.keySet().retainAll(names);
    return found;
  }

  private static Map<String, State> newest(Dataset<Row> states) {
    Map<String, State> found = new TreeMap<>();
    states
        .groupBy("instrument")
        .agg(max_by(struct("until_date", "inputs"), col("until_date")))
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), State.of(row.getStruct(1))));
    return found;
  }

  private Map<String, List<State>> states(Set<String> names) {
    Map<String, List<State>> found = new HashMap<>();
    saved()
        .where(among(names))
        .select("until_date", "inputs", "instrument")
        .collectAsList()
        .forEach(
            row ->
                found.computeIfAbsent(row.getString(2), k -> new ArrayList<>()).add(State.of(row)));
    return found;
  }

  private static Column among(Set<String> names) {
    return names.size() > MOST_NAMES ? lit(true) : col("instrument").isin(names.toArray());
  }

  private Map<String, Row> load(Map<String, State> chosen) {
    Map<LocalDate, Set<String>> byDay = new TreeMap<>();
    chosen.forEach(
        (name, state) -> byDay.computeIfAbsent(state.until(), k -> new TreeSet<>()).add(name));
    Map<String, Row> found = new HashMap<>();
    byDay.forEach(
        (day, names) ->
            saved()
                .where(col("until_date").equalTo(lit(Date.valueOf(day))).and(among(names)))
                .select("instrument", "last_row_nanos", "snapshot", "last_offset", "events", "rows")
                .collectAsList()
                .stream()
                .filter(row -> names.contains(row.getString(0)))
                .forEach(row -> found.put(row.getString(0), row)));
    return found;
  }

  private static Start start(String instrument, Set<EventKind> kinds, LocalDate until, Row row) {
    return new Start(
        instrument,
        kinds,
        nanos(until),
        row.getLong(1),
        row.getAs(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }

  private static long nanos(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  private static long nanos(Timestamp time) {
    return time.getTime() / 1_000L * 1_000_000_000L + time.getNanos();
  }
}
