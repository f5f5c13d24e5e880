package org.tidemark.features.cross;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tidemark.market.InstrumentId;

/**
 * A declared list of instruments that are looked at side by side. Who belongs to it, and from when
 * to when, is written down beforehand and never found in the data: an index picked by hindsight
 * looks ahead. A change of the list is a new version.
 *
 * @param name lower-case letters and digits; part of the name of its table
 * @param version rises when the list changes
 * @param members in the order of their ids, which is the order of every sum over them
 */
public record Universe(String name, int version, List<Member> members) implements Serializable {
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9]{0,20})@([1-9][0-9]{0,5}):(.+)");
  private static final Pattern MEMBER =
      Pattern.compile(
          "([^\\[\\]]+)(?:\\[(\\d{4}-\\d\\d-\\d\\d)?\\.\\.(\\d{4}-\\d\\d-\\d\\d)?\\])?");

  /**
   * An instrument while it belongs to a universe. Its bars that end outside the span are left out,
   * and outside the span nobody waits for it.
   *
   * @param afterNanos a midnight: bars that end after it count; {@code Long.MIN_VALUE} for all
   * @param untilNanos a midnight: bars that end up to it count; {@code Long.MAX_VALUE} for all
   */
  public record Member(InstrumentId instrument, long afterNanos, long untilNanos)
      implements Serializable {
    public Member {
      if (afterNanos >= untilNanos) {
        throw new IllegalArgumentException(
            instrument
                + " is a member after "
                + afterNanos
                + " ns and until "
                + untilNanos
                + " ns;"
                + " the first must be before the second");
      }
      if (afterNanos != Long.MIN_VALUE && afterNanos % DAY_NANOS != 0
          || untilNanos != Long.MAX_VALUE && untilNanos % DAY_NANOS != 0) {
        throw new IllegalArgumentException(
            instrument
                + " is a member after "
                + afterNanos
                + " ns and until "
                + untilNanos
                + " ns; membership begins and ends at midnight, UTC");
      }
    }

    /** A member for all time. */
    public static Member always(String instrument) {
      return new Member(new InstrumentId(instrument), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Whether it belongs at that time. */
    public boolean includes(long timeNanos) {
      return afterNanos < timeNanos && timeNanos <= untilNanos;
    }

    @Override
    public String toString() {
      if (afterNanos == Long.MIN_VALUE && untilNanos == Long.MAX_VALUE) {
        return instrument.value();
      }
      String from = afterNanos == Long.MIN_VALUE ? "" : day(afterNanos).toString();
      String to = untilNanos == Long.MAX_VALUE ? "" : day(untilNanos).minusDays(1).toString();
      return instrument + "[" + from + ".." + to + "]";
    }
  }

  public Universe {
    members = members.stream().sorted((a, b) -> a.instrument().compareTo(b.instrument())).toList();
    if (members.size() < 2) {
      throw new IllegalArgumentException(
          "universe " + name + " has " + members.size() + " members; it takes two or more");
    }
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i).instrument().equals(members.get(i - 1).instrument())) {
        throw new IllegalArgumentException(
            "universe " + name + " names " + members.get(i).instrument() + " twice");
      }
    }
    String id = name + "@" + version + ":x";
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "universe '"
              + name
              + "' version "
              + version
              + ": the name must be 1 to 21 lower-case letters and digits, the version 1 or more");
    }
  }

  /**
   * Reads {@code NAME@VERSION:MEMBER,MEMBER,...}, where a member is an instrument, with its first
   * and last UTC day if it does not always belong: {@code
   * majors@1:BTCUSD,ETHUSD[2018-01-01..],LTCUSD[2018-01-01..2018-12-31]}. A bar belongs to the day
   * that it lies in.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Universe parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "universe '" + text + "' must look like majors@1:BTCUSD,ETHUSD[2018-01-01..],LTCUSD");
    }
    List<Member> members = new ArrayList<>();
    for (String part : form.group(3).split(",")) {
      Matcher member = MEMBER.matcher(part.strip());
      if (!member.matches()) {
        throw new IllegalArgumentException(
            "member '"
                + part
                + "' of universe "
                + form.group(1)
                + " must look like ETHUSD or ETHUSD[2018-01-01..2018-12-31]");
      }
      members.add(
          new Member(
              new InstrumentId(member.group(1)),
              member.group(2) == null ? Long.MIN_VALUE : midnight(member.group(2), 0),
              member.group(3) == null ? Long.MAX_VALUE : midnight(member.group(3), 1)));
    }
    return new Universe(form.group(1), Integer.parseInt(form.group(2)), members);
  }

  /**
   * Reads any number of universes with {@code ;} between them.
   *
   * @throws IllegalArgumentException if one has another form, or two have one name
   */
  public static List<Universe> parseAll(String text) {
    List<Universe> universes =
        Arrays.stream(text.split(";"))
            .filter(part -> !part.isBlank())
            .map(Universe::parse)
            .toList();
    if (universes.stream().map(Universe::name).distinct().count() < universes.size()) {
      throw new IllegalArgumentException(
          "universes '" + text + "' use a name twice; each has a table of its name");
    }
    return universes;
  }

  private static long midnight(String day, int daysAfter) {
    return LocalDate.parse(day).plusDays(daysAfter).atStartOfDay().toEpochSecond(ZoneOffset.UTC)
        * 1_000_000_000L;
  }

  private static LocalDate day(long midnightNanos) {
    return LocalDate.ofEpochDay(Math.floorDiv(midnightNanos, DAY_NANOS));
  }

  /** Name, version and members in the form that {@link #parse} reads. */
  public String id() {
    return name
        + "@"
        + version
        + ":"
        + members.stream().map(Member::toString).collect(Collectors.joining(","));
  }
}
