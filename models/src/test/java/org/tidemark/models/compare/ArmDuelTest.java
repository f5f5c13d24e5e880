package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.compare.ArmLook.Decision;

/** Looks at two arms: by hand, and as often as one likes. */
class ArmDuelTest {
  private static final long HOUR = 3_600_000_000_000L;

  private static ArmCell cell(long hour, double a, double b) {
    return new ArmCell(hour * HOUR, a, b, 3, 2);
  }

  @Test
  void ofNeighboursOneIsTaken() {
    ArmDuel duel = new ArmDuel(0.05, 10, HOUR);
    // Hour 1 shares labels with hour 0, hour 3 with hour 2; hour 7 stands alone.
    ArmLook look =
        duel.look(
            List.of(
                cell(0, 0.20, 0.30),
                cell(1, 0.9, 0.1),
                cell(2, 0.25, 0.25),
                cell(3, 0.9, 0.1),
                cell(7, 0.30, 0.20)));
    assertThat(look.observations()).isEqualTo(3);
    assertThat(look.toNanos()).isEqualTo(8 * HOUR);
    assertThat(look.rowsA()).isEqualTo(9);
    assertThat(look.rowsB()).isEqualTo(6);
    assertThat(look.lossA()).isCloseTo(0.25, within(1e-15));
    assertThat(look.difference()).isCloseTo(0, within(1e-15));
    // B: .30, .25, .20 against A: .20, .25, .30: 3 of 9 above, 3 below.
    assertThat(look.cliffsDelta()).isZero();
    assertThat(look.cohensD()).isCloseTo(0, within(1e-14));
    assertThat(look.decision()).isEqualTo(Decision.CONTINUE);

    // One observation says nothing: an interval as wide as all there can be.
    ArmLook first = duel.look(List.of(cell(0, 0.20, 0.30)));
    assertThat(first.low()).isEqualTo(-1);
    assertThat(first.high()).isEqualTo(1);
    assertThat(first.cohensD()).isNaN();
  }

  @Test
  void aTestEndsAtWhatWasPlanned() {
    List<ArmCell> cells = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      cells.add(cell(2L * i, 0.2, i < 20 ? 0.2 : 0.9));
    }
    ArmLook look = new ArmDuel(0.05, 20, HOUR).look(cells);
    assertThat(look.observations()).isEqualTo(20);
    assertThat(look.decision()).isEqualTo(Decision.NO_DIFFERENCE);
    // The ten hours in which B fails came after the end.
    assertThat(look.lossB()).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void theArmThatLosesLessWins() {
    List<ArmCell> cells = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      cells.add(cell(2L * i, 0.30, 0.20));
    }
    ArmDuel duel = new ArmDuel(0.05, 1000, HOUR);
    ArmLook look = duel.look(cells);
    // Every x = (-0.1 + 1) / 2 = 0.45: the centre is -0.1; the radius is 2 (ln 40 + penalty) over
    // the sum of weights, and no weight is above 1/2.
    assertThat((look.low() + look.high()) / 2).isCloseTo(-0.1, within(1e-3));
    assertThat((look.high() - look.low()) / 2).isGreaterThan(2 * Math.log(40) / (400 * 0.5));
    assertThat(look.decision()).isEqualTo(Decision.B);
    assertThat(look.high()).isNegative();
    assertThat(look.pValue()).isLessThanOrEqualTo(0.05);
    List<ArmCell> turned =
        cells.stream().map(c -> new ArmCell(c.startNanos(), c.lossB(), c.lossA(), 1, 1)).toList();
    assertThat(duel.look(turned).decision()).isEqualTo(Decision.A);
  }

  /** Looked at after every observation, equal arms are told apart in 5 % of tests at most. */
  @Test
  void looksDoNoHarm() {
    int alarms = 0;
    for (int seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<ArmCell> cells = new ArrayList<>();
      ArmDuel duel = new ArmDuel(0.05, 200, HOUR);
      boolean decided = false;
      for (int i = 0; i < 200 && !decided; i++) {
        cells.add(cell(2L * i, random.nextDouble(), random.nextDouble()));
        Decision decision = duel.look(cells).decision();
        decided = decision == Decision.A || decision == Decision.B;
      }
      alarms += decided ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(15);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new ArmDuel(0.05, 0, HOUR)).hasMessageContaining("planned = 0");
    assertThatThrownBy(() -> new ArmDuel(0.05, 1, 0)).hasMessageContaining("must be above 0");
    assertThatThrownBy(() -> new ArmDuel(0.05, 1, HOUR).look(List.of()))
        .hasMessageContaining("wait for more scores");
    assertThatThrownBy(() -> new ArmCell(0, 1.5, 0, 1, 1)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> new ArmCell(0, 0.5, 0, 1, 0)).hasMessageContaining("both arms");
  }
}
