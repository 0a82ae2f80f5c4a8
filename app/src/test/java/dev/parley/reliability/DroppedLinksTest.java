package dev.parley.reliability;

import static org.awaitility.Awaitility.await;

import dev.parley.support.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links that break in the middle of whatever is under way: streams, posts, and their answers. */
@Timeout(120)
class DroppedLinksTest {
    private static final Duration DROPPING = Extent.seconds(5, 20);

    @Test
    void whoseLinkBreaksAgainAndAgainMissesNothingAndSaysNothingTwice() throws Exception {
        try (Cluster cluster = Cluster.start(2, new Nginx(), TestRedis.shared().uri());
                DroppingLink link = new DroppingLink(cluster.balancer().port())) {
            Trial.run(Fault.LINKS_DROPPED, link.port(), trial -> {
                        link.beginToDrop();
                        await().during(DROPPING)
                                .atMost(DROPPING.multipliedBy(2))
                                .until(() -> trial.fleet().size() > 0);
                        link.endDropping();
                    })
                    .assertNothingLostOrDoubled();
        }
    }
}
