package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each package must not know. (Constants that javac copies into a class can't be seen here.) */
class ArchitectureTest {
    private static final String ROOT = "dev.parley";
    private static final String CHANNEL = "dev.parley.channel..";
    private static final String IDENTITY = "dev.parley.identity..";
    private static final String RELAY = "dev.parley.relay..";
    private static final String REDIS = "dev.parley.redis..";
    private static final String REDIS_LINK = "dev.parley.redis.link..";
    private static final String REDIS_SHARED = "dev.parley.redis.shared..";
    private static final String REDIS_LOG = "dev.parley.redis.log..";
    private static final String PRESENCE = "dev.parley.presence..";
    private static final String HTTP = "dev.parley.http..";
    private static final String PROBLEM = "dev.parley.http.problem..";
    private static final String LOOP = "dev.parley.http.loop..";
    private static final String TRANSFER = "dev.parley.http.transfer..";
    private static final String REQUEST = "dev.parley.http.request..";
    private static final String GUARD = "dev.parley.http.guard..";
    private static final String PUSH = "dev.parley.push..";
    private static final String PAGE = "dev.parley.http.page..";

    private static final String[] WEB = {"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."};
    private static final String[] JEDIS = {"redis.clients..", "redis.embedded.."};

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void channelsAreValuesThatKnowNothingElseOfParley() {
        classes()
                .that()
                .resideInAPackage(CHANNEL)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("dev.parley..")).or(resideInAPackage(CHANNEL)))
                .check(CODE);
    }

    @Test
    void theRelayKnowsChannelsOnly() {
        assertKnowsOfParleyOnly(RELAY, CHANNEL);
    }

    @Test
    void identityKnowsChannelsOnly() {
        assertKnowsOfParleyOnly(IDENTITY, CHANNEL);
    }

    /** What is asked of others over the net is in a room of its own, on which nothing else there depends. */
    @Test
    void tokensAndGrantsAreCheckedWithoutAskingAnyone() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.identity")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "dev.parley.identity.remote..")
                .check(CODE);
    }

    @Test
    void redisKnowsChannelsAndWhoIsDeniedOnly() {
        assertKnowsOfParleyOnly(REDIS, CHANNEL, IDENTITY);
    }

    @Test
    void theRoomsOfRedisKnowEachOtherOneWay() {
        assertKnowsOfParleyOnly(REDIS_LINK, CHANNEL);
        assertKnowsOfParleyOnly(REDIS_SHARED, CHANNEL, IDENTITY, REDIS_LINK);
        assertKnowsOfParleyOnly(REDIS_LOG, CHANNEL, REDIS_LINK, REDIS_SHARED);
    }

    @Test
    void httpDoesNotKnowWhoWiresIt() {
        assertKnowsOfParleyOnly(HTTP, CHANNEL, IDENTITY, RELAY, REDIS, PRESENCE, PUSH);
    }

    @Test
    void theRoomsOfHttpKnowEachOtherOneWay() {
        assertKnowsOfParleyOnly(PROBLEM, CHANNEL, REDIS);
        assertKnowsOfParleyOnly(LOOP, REDIS);
        assertKnowsOfParleyOnly(TRANSFER, LOOP, PROBLEM);
        assertKnowsOfParleyOnly(REQUEST, CHANNEL, IDENTITY, PROBLEM, TRANSFER);
        assertKnowsOfParleyOnly(GUARD, CHANNEL, IDENTITY, PROBLEM, REQUEST);
        assertKnowsOfParleyOnly(PAGE, CHANNEL, IDENTITY, REDIS, PROBLEM, REQUEST, GUARD);
    }

    @Test
    void pushKnowsWhoWantsToBeToldAndNotHowThatIsAsked() {
        assertKnowsOfParleyOnly(PUSH, CHANNEL, IDENTITY, REDIS_SHARED);
    }

    @Test
    void presenceStandsBetweenRedisAndTheRelay() {
        assertKnowsOfParleyOnly(PRESENCE, CHANNEL, RELAY, REDIS);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.parley.(*)..").should().beFreeOfCycles().check(CODE);
        slices().matching("dev.parley.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void onlyHttpKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WEB)
                .check(CODE);
    }

    @Test
    void onlyTheseTouchJettyItself() {
        Set<String> touching = CODE.stream()
                .filter(each -> each.getDirectDependenciesFromSelf().stream()
                        .anyMatch(to -> resideInAPackage("org.eclipse.jetty..").test(to.getTargetClass())))
                .map(ArchitectureTest::file)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> agreed = new TreeSet<>(Set.of(
                "AnswerWriter", // stands between it and the handlers
                "BodyReader", // and this
                "ConnectionLimit", // is told by it what it accepts
                "Deadlines", // watches over its connections
                "Dispatcher", // decides which of its threads handles a request
                "EventLoop", // is its selector
                "EveryRequest", // is its hook for that
                "Farewell", // closes the endpoint, where a proxy is to go on to another instance
                "Hangup", // ends the connection of a stream that can't be served
                "HttpServer", // sets up the connector
                "HttpThreads", // are its threads
                "LoopConnector", // is its connector
                "LoopEndPoint", // is its socket
                "PostedFields", // takes its form decoder
                "Problem", // takes its names of statuses
                "ProblemErrorHandler", // answers what Jetty refuses
                "SseConnection", // writes to the endpoint
                "Takeover", // takes the endpoint from it
                "TrustedProxies")); // takes its sets of networks
        assertEquals(agreed, touching);
    }

    @Test
    void onlyRedisKnowsJedis() {
        noClasses()
                .that()
                .resideOutsideOfPackage(REDIS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JEDIS)
                .check(CODE);
    }

    @Test
    void channelsHaveNoThreads() {
        noClasses()
                .that()
                .resideInAPackage(CHANNEL)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(CODE);
    }

    /** There is no local shortcut: all that posting uses in this package, directly or not, can't reach a listener. */
    @Test
    void theAuthorHearsTheirOwnMessageThroughRedisOnly() {
        Set<JavaClass> reachable = reachableWithin(HTTP, CODE.get("dev.parley.http.PublishHandler"));
        Set<String> shortcuts = reachable.stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .filter(to -> resideInAPackage(RELAY).test(to.getTargetClass()))
                .map(Dependency::getDescription)
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(reachable.size() < 3, "nothing was looked at");
        assertEquals(Set.of(), shortcuts);
    }

    private static void assertKnowsOfParleyOnly(String who, String... whom) {
        noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.parley..")
                        .and(not(resideInAnyPackage(whom)))
                        .and(not(resideInAPackage(who))))
                .check(CODE);
    }

    private static Set<JavaClass> reachableWithin(String inside, JavaClass start) {
        Set<JavaClass> seen = new HashSet<>(Set.of(start));
        Deque<JavaClass> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Dependency to : open.remove().getDirectDependenciesFromSelf()) {
                JavaClass target = to.getTargetClass();
                if (resideInAPackage(inside).test(target) && seen.add(target)) {
                    open.add(target);
                }
            }
        }
        return seen;
    }

    /** The class of the file; those inside it count as it. */
    private static String file(JavaClass inside) {
        return inside.getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", "");
    }
}
