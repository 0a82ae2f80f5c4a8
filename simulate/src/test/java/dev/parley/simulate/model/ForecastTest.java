package dev.parley.simulate.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.simulate.TestUnits;
import dev.parley.simulate.units.Cost;
import dev.parley.simulate.units.Unit;
import dev.parley.simulate.units.Units;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was worked out by hand, before there was a program; and what must hold whatever the costs are. */
class ForecastTest {
    private static final Units UNITS = TestUnits.byHand();
    private static final Chat ROOMS = Chat.of("rooms", 100_000, 1_000_000, 10_000);
    private static final Chat CROWD = Chat.of("crowd", 1, 1_000_000, 10);

    @Test
    void tenListenersOfARoomAreOnNinePointSixOfAHundredInstances() {
        Placement placement = Placement.of(ROOMS, 100, 1);
        double spread = (double) placement.entries() / ROOMS.channels();
        assertEquals(9.56, Placement.expectedInstances(100, 10), 0.005);
        assertEquals(Placement.expectedInstances(100, 10), spread, 0.01);
    }

    @Test
    void oneRedisThatTellsAHundredInstancesEverythingCannotCarryTheRooms() {
        Forecast all = Forecast.of(ROOMS, Deployment.all(100), UNITS, 1);
        assertEquals(423, all.redisMicrosPerMessage(), 0.5);
        assertEquals(4.23, all.shardCpu().worst(), 0.01);
        assertEquals(2_364, 1e6 / all.redisMicrosPerMessage(), 5); // messages/s where it ends
        assertEquals(0.12 + 0.014 + 0.0103 + 0.0095, all.instanceCpu().mean(), 0.005);
    }

    @Test
    void byInterestItIsBusyForTwoThirdsAndAnInstanceForAFewPerCent() {
        Forecast interest = Forecast.of(ROOMS, Deployment.byInterest(100, 1), UNITS, 1);
        assertEquals(61, interest.redisMicrosPerMessage(), 0.5);
        assertEquals(0.61, interest.shardCpu().worst(), 0.01);
        assertEquals(956, interest.heard().mean(), 2);
        assertEquals(1_000, interest.deliveries().mean(), 0.001);
        assertEquals(0.0143 + 0.0103 + 0.0095, interest.instanceCpu().mean(), 0.0005);
    }

    @Test
    void eachOfThreeMastersHasAThirdOfThat() {
        Forecast three = Forecast.of(ROOMS, Deployment.byInterest(100, 3), UNITS, 1);
        assertEquals(0.204, three.shardCpu().mean(), 0.002);
        assertEquals(0.204, three.shardCpu().worst(), 0.01);
        assertEquals(98e6, three.shardMemory().mean(), 1e6);
        assertEquals(100, three.shardConnections() / 4); // one of each instance hears
    }

    @Test
    void inACrowdInstancesAreTheWall() {
        Forecast crowd = Forecast.of(CROWD, Deployment.byInterest(100, 1), UNITS, 1);
        assertEquals(0.0042, crowd.shardCpu().worst(), 0.0001);
        assertEquals(100_000, crowd.deliveries().mean(), 1);
        assertEquals(1.03, crowd.instanceCpu().mean(), 0.01);
    }

    @Test
    void everyListenerIsSomewhereAndEveryMessageIsPublishedOnceAndHeardWhereSomeoneListens() {
        Deployment deployment = Deployment.byInterest(7, 3);
        for (Chat chat : new Chat[] {ROOMS, CROWD, ROOMS.byZipf(1), Chat.of("few", 50, 20, 5)}) {
            Forecast forecast = Forecast.of(chat, deployment, UNITS, 3);
            assertEquals(chat.listeners(), forecast.streams().mean() * 7, 1e-6);
            assertEquals(chat.rate(), forecast.messages().mean() * 3, 1e-6);
            assertEquals(forecast.heard().mean() * 7, forecast.sends().mean() * 3, 1e-6);
            double due = 0;
            for (int size : chat.sizes()) {
                due += size * chat.ratePerChannel();
            }
            assertEquals(due, forecast.deliveries().mean() * 7, 1e-6);
        }
    }

    @Test
    void whatIsHeardAndWhatIsForeignIsAllThatIsSaid() {
        Forecast all = Forecast.of(ROOMS, Deployment.all(5), UNITS, 1);
        double foreign = ROOMS.rate() - all.heard().mean();
        double expected =
                (foreign * 13 + all.heard().mean() * 15 + all.deliveries().mean() * 10.3 + 2_000 * 95) / 1e6;
        assertEquals(expected, all.instanceCpu().mean(), 1e-9);
        assertEquals(5 * ROOMS.rate(), all.sends().mean(), 1e-6);
    }

    @Test
    void whatSeveralMastersTellWakesAThreadForEach() {
        Units units = TestUnits.with(
                Unit.HEAR_INSTANCE,
                new Cost(List.of(new Cost.Point(100, 170, 170, 170), new Cost.Point(300, 80, 80, 80))));
        assertEquals(
                80, Forecast.of(ROOMS, Deployment.byInterest(5, 1), units, 1).hearing(300));
        assertEquals(
                170, Forecast.of(ROOMS, Deployment.byInterest(5, 3), units, 1).hearing(300));
    }

    @Test
    void theSameSeedGivesTheSameAndAnotherDoesNot() {
        Deployment deployment = Deployment.byInterest(100, 3);
        double worst = Forecast.of(ROOMS, deployment, UNITS, 5).instanceCpu().worst();
        assertEquals(
                worst, Forecast.of(ROOMS, deployment, UNITS, 5).instanceCpu().worst());
        assertNotEquals(
                worst, Forecast.of(ROOMS, deployment, UNITS, 6).instanceCpu().worst());
    }

    @Test
    void moreShardsThanOneAreHeardByInterest() {
        assertThrows(IllegalArgumentException.class, () -> new Deployment(3, 3, Deployment.Hear.ALL));
    }

    @Test
    void whatASizingSaysHoldsWhileAnInstanceIsAway() {
        Chat chat = Chat.of("", 5_000, 50_000, 500);
        Sizing.Result result = Sizing.of(chat, UNITS, 1);
        int left = result.whole().instances() - 1;
        Forecast without = Forecast.of(
                chat,
                new Deployment(left, result.whole().shards(), result.whole().hear()),
                UNITS,
                1);
        assertTrue(without.instanceCpu().worst() <= 0.5 && without.shardCpu().worst() <= 0.5);
        assertTrue(without.streams().worst() <= 20_000);
    }

    @Test
    void whatNothingCanCarryIsSaid() {
        Chat tooMuch = Chat.of("", 1, 1_000, 1e9);
        assertThrows(IllegalArgumentException.class, () -> Sizing.of(tooMuch, UNITS, 1));
    }
}
