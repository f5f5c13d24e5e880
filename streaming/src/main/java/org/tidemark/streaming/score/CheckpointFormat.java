package org.tidemark.streaming.score;

import org.apache.hadoop.conf.Configuration;
import org.tidemark.features.FeatureSet;
import org.tidemark.streaming.source.CheckpointLog;

/**
 * Notes beside a checkpoint the format of what a scorer keeps there and the features whose state it
 * is, and refuses at the start a checkpoint that this program cannot go on from. One without such a
 * note is of a program before it; its state is read as format 1 is.
 *
 * <p>Upgrade: a program reads every format up to its own and notes its own when it starts. A
 * checkpoint of a later program is refused: there is no way back but a copy from before.
 */
final class CheckpointFormat {
  /**
   * 1: pins of format 1 to 3 below {@code champions}, states of instruments of format 1 to 3, keys
   * and columns of the stateful operator as they are since the first release.
   */
  static final int CURRENT = 1;

  private static final String HEADER = "tidemark checkpoint ";

  private final CheckpointNote file;
  private final CheckpointLog log;

  CheckpointFormat(String checkpoint, Configuration configuration) {
    this.file = new CheckpointNote(checkpoint, "format", configuration);
    this.log = new CheckpointLog(checkpoint, configuration);
  }

  /**
   * Refuses a checkpoint of a later format or of other features; notes both in one where no query
   * has begun.
   *
   * @throws IllegalStateException if this program cannot go on from the checkpoint
   */
  void check(FeatureSet set) {
    String mine = HEADER + CURRENT + "\n" + set.name() + "\n" + set.hash() + "\nend\n";
    String noted = file.read().orElse("");
    if (!log.begun()) {
      file.write(mine);
    } else if (!noted.isEmpty()) {
      refuse(noted.split("\n", -1), set);
      if (!noted.equals(mine)) {
        file.write(mine);
      }
    }
  }

  private void refuse(String[] lines, FeatureSet set) {
    int format = format(lines);
    if (format > CURRENT) {
      throw new IllegalStateException(
          file
              + " says format "
              + format
              + ", made by a later program; this one reads formats 1 to "
              + CURRENT
              + ": start with that program, or under a new query name and replay the source");
    }
    if (!lines[2].equals(set.hash())) {
      throw new IllegalStateException(
          file
              + " says that the state is of feature set "
              + lines[1]
              + " ("
              + lines[2]
              + "), not of "
              + set.name()
              + " ("
              + set.hash()
              + "); start with those features, or under a new query name and replay the source");
    }
  }

  private int format(String[] lines) {
    String number = lines[0].startsWith(HEADER) ? lines[0].substring(HEADER.length()) : "";
    boolean whole = lines.length == 5 && lines[3].equals("end");
    if (number.matches("[1-9]\\d{0,8}") && (whole || Integer.parseInt(number) > CURRENT)) {
      return Integer.parseInt(number);
    }
    throw new IllegalStateException(
        file
            + " is damaged: it must say '"
            + HEADER
            + CURRENT
            + "', a feature set, its hash and 'end'; delete it if the query is known to be of these"
            + " features");
  }
}
