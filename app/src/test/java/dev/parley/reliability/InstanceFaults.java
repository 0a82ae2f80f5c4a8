package dev.parley.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.support.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What befalls instances and the balancer in front of them, whichever that is. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InstanceFaults {
    private static final String DRAIN = "--drain=" + Extent.count(1, 5) + "s";

    private Cluster cluster;

    abstract Balancer.Kind balancer();

    abstract Fault killed();

    abstract Fault restarted();

    abstract Fault reloaded();

    @BeforeAll
    void start() {
        cluster = Cluster.start(3, balancer(), TestRedis.shared().uri(), DRAIN);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anInstanceThatIsKilledTakesNothingWithIt() throws Exception {
        Trial.run(killed(), cluster.balancer().port(), trial -> {
                    cluster.instance(1).kill();
                    trial.goOn();
                    trial.fleet().awaitAllListen();
                    cluster.startAgain(1);
                })
                .assertNothingLostOrDoubled();
    }

    @Test
    void allInstancesAreRestartedOneAfterTheOtherAndNobodyMissesAnything() throws Exception {
        restarted().assumeRun();
        Trial.run(restarted(), cluster.balancer().port(), trial -> {
                    for (int i = 0; i < cluster.size(); i++) {
                        assertEquals(0, cluster.instance(i).terminate());
                        cluster.startAgain(i);
                    }
                })
                .assertNothingLostOrDoubled();
    }

    @Test
    void theBalancerIsReloadedUnderTraffic() throws Exception {
        Trial.run(reloaded(), cluster.balancer().port(), trial -> {
                    for (int i = 0; i < Extent.count(1, 3); i++) {
                        cluster.balancer().reload();
                        trial.goOn();
                    }
                })
                .assertNothingLostOrDoubled();
    }
}
