package dev.parley.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.parley.TestInstance;
import dev.parley.TwoInstances;
import dev.parley.support.Balancer;
import dev.parley.support.InstanceProcess;
import dev.parley.support.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever breaks: no words are lost, none are said twice, and the state is shown. */
@ExtendWith(Browser.class)
class LostConnectionTest {
    @RegisterExtension
    final Company company = new Company();

    @Test
    void aMessageWhosePageIsReloadedInMidSendIsSaidOnce() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            mason.page().evaluate(LOSE_ANSWERS);
            mason.say("once");
            mason.awaitText("once");
            mason.awaitTrue("window.lost > 0");
            mason.page().reload();
            mason.awaitState("Live").awaitText("once");
            mason.say("afterwards").awaitText("afterwards");
            mason.assertTexts(Stream.of("once", "afterwards"));
            assertEquals(List.of("once", "afterwards"), said(chat.other, "room"));
        }
    }

    @Test
    void whatIsWrittenOfflineIsSaidOnceAndInOrder() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            Person ana = company.person("ana").enter(chat.other.port(), "room");
            mason.say("before");
            ana.awaitText("before");
            mason.assertTexts(Stream.of("before"));
            mason.browser().setOffline(true);
            long since = System.nanoTime();
            mason.awaitState("You are offline");
            mason.say("one", "two", "three");
            ana.say("meanwhile").awaitText("meanwhile");
            mason.page()
                    .waitForCondition(() ->
                            System.nanoTime() - since > Duration.ofSeconds(10).toNanos());
            assertThat(mason.page().locator(".pending .text")).hasText(new String[] {"one", "two", "three"});
            mason.browser().setOffline(false);
            mason.awaitState("Live");
            for (Person person : List.of(mason, ana)) {
                person.awaitText("three");
                person.assertTexts(Stream.of("before", "meanwhile", "one", "two", "three"));
            }
        }
    }

    @Test
    void whenAnInstanceIsKilledWhileTwoPeopleWriteNothingIsLostOrDoubled() {
        TestRedis redis = TestRedis.shared();
        String prefix = "test:" + java.util.UUID.randomUUID() + ":";
        try (InstanceProcess doomed = InstanceProcess.start(redis, prefix);
                TestInstance other = TestInstance.start(redis, prefix);
                Balancer balancer = new Balancer(doomed.port(), other.port())) {
            Person mason = company.person("mason").enter(balancer.port(), "room");
            Person ana = company.person("ana").enter(other.port(), "room");
            for (int i = 0; i < 30; i++) {
                mason.say("mason " + i);
                ana.say("ana " + i);
                if (i == 10) {
                    doomed.kill();
                    mason.awaitState("Reconnecting");
                }
            }
            mason.awaitState("Live");
            List.of(mason, ana).forEach(person -> person.awaitText("mason 29").awaitText("ana 29"));
            for (String name : List.of("mason", "ana")) {
                List<String> expected =
                        IntStream.range(0, 30).mapToObj(i -> name + " " + i).toList();
                assertEquals(expected, by(name, said(other, "room")));
                assertEquals(expected, by(name, mason.saidTexts()));
                assertEquals(expected, by(name, ana.saidTexts()));
            }
        }
    }

    @Test
    void whileRedisIsAwayMessagesWaitAndThePageSaysSo() {
        TestRedis redis = TestRedis.own();
        try (TwoInstances chat = new TwoInstances(redis, "--heartbeat", "1s")) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            Person ana = company.person("ana").enter(chat.other.port(), "room");
            mason.say("before");
            ana.awaitText("before");
            redis.stop();
            mason.awaitState("Parley can’t pass messages on just now");
            mason.say("meanwhile");
            assertThat(mason.page().locator(".pending .delivery")).hasText("Sending…");
            redis.startAgain();
            List.of(mason, ana).forEach(person -> person.awaitState("Live").awaitText("meanwhile"));
            List.of(mason, ana).forEach(person -> person.assertTexts(Stream.of("before", "meanwhile")));
        } finally {
            redis.close();
        }
    }

    @Test
    void aRefusedMessageSaysWhyAndCanBeTriedAgainOrDeleted() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            mason.page().route("**/room", LostConnectionTest::refuse);
            mason.say("first", "second");
            Locator refusals = mason.page().locator(".refusal:visible");
            assertThat(refusals).hasCount(2);
            assertThat(refusals.first()).containsText("That is not said here.");
            mason.page().unroute("**/room");
            refusals.first().getByText("Delete").click();
            mason.page().reload();
            refusals.first().getByText("Try again").click();
            mason.say("third").awaitText("third");
            mason.assertTexts(Stream.of("second", "third"));
            assertEquals(List.of("second", "third"), said(chat.other, "room"));
        }
    }

    @Test
    void aStreamThatIsRefusedForGoodSaysWhyAndIsNotTriedAgain() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            int[] tries = {0};
            mason.page().route("**/subscribe/**", route -> {
                tries[0]++;
                route.fulfill(problem(400, "That is no room."));
            });
            mason.page().evaluate("dispatchEvent(new Event('online'))");
            mason.awaitState("Refused: That is no room.");
            int before = tries[0];
            mason.page().evaluate("dispatchEvent(new Event('online'))");
            mason.say("still possible")
                    .page()
                    .locator(".message:not(.pending), [data-state=said]")
                    .first()
                    .waitFor();
            assertEquals(before, tries[0]);
        }
    }

    @Test
    void aStreamThatEndsWith503IsOpenedAgain() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            mason.page().route("**/subscribe/**", route -> route.fulfill(problem(503, "Going away.")));
            mason.page().evaluate("dispatchEvent(new Event('online'))");
            mason.awaitState("Reconnecting… · next try in");
            chat.other.http().say("room", "ana", "missed me?");
            mason.page().unroute("**/subscribe/**");
            mason.awaitState("Live").awaitText("missed me?");
        }
    }

    @Test
    void nobodyHasToWaitForTheNextTry() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            Person follower = company.join(mason.inAnotherTab()).enter(chat.one.port(), "room");
            String farAway = "retry: 600000\nevent: bye\ndata: {\"reason\":\"full\",\"retry\":600000}\n\n";
            mason.page()
                    .route(
                            "**/subscribe/**",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setContentType("text/event-stream")
                                    .setBody(farAway)));
            mason.page().evaluate("dispatchEvent(new Event('online'))");
            mason.awaitState("Parley is full just now, trying again… · next try in 600 s");
            mason.page().unroute("**/subscribe/**");
            follower.page().locator("connection-state .retry").click();
            mason.awaitState("Live");
            follower.awaitState("Live");
        }
    }

    @Test
    void whoIsRefusedForTheirNameFindsTheWayToAnother() {
        try (TwoInstances chat = TwoInstances.onSharedRedis()) {
            Person mason = company.person("mason").enter(chat.one.port(), "room");
            mason.page().route("**/subscribe/*name=mason*", route -> route.fulfill(problem(400, "Not that name.")));
            mason.page().evaluate("dispatchEvent(new Event('online'))");
            mason.awaitState("Refused: Not that name.");
            mason.page().locator("connection-state .rename").click();
            mason.page().locator("#name-box").fill("Mason B.");
            mason.page().locator("#name-box").press("Enter");
            mason.awaitState("Live");
        }
    }

    /** The server hears it, but the page is neither answered nor told that it can't be. */
    private static final String LOSE_ANSWERS = """
            () => {
              const ask = window.fetch;
              window.lost = 0;
              window.fetch = async (url, init) => {
                const answer = await ask(url, init);
                if (init?.method !== 'POST') return answer;
                window.lost++;
                return new Promise(() => {});
              };
            }""";

    private static void refuse(Route route) {
        if (route.request().method().equals("POST")) {
            route.fulfill(problem(403, "That is not said here."));
        } else {
            route.resume();
        }
    }

    static Route.FulfillOptions problem(int status, String detail) {
        return new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/problem+json")
                .setBody("{\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
    }

    private static List<String> said(TestInstance instance, String channel) {
        return instance.http()
                .get("/" + channel + "?limit=200")
                .json()
                .path("messages")
                .findValuesAsText("message");
    }

    private static List<String> by(String name, List<String> texts) {
        return texts.stream().filter(text -> text.startsWith(name)).toList();
    }
}
