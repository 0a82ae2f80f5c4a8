package dev.parley.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis is told of everyone who comes and leaves, whatever happens to what it is told. */
class LocalMembersTest {
    private static final Person ANA = new Person("ana");
    private static final Person BOB = new Person("bob");

    private final LocalMembers members = new LocalMembers();
    private final Set<Person> redis = new HashSet<>();

    @Test
    void whoComesIsWrittenOnceHoweverManyStreamsTheyHave() {
        assertTrue(members.came(ANA));
        assertFalse(members.came(ANA));
        write();
        assertEquals(Set.of(ANA), redis);
        assertTrue(members.isWritten());
        assertEquals(0, members.left(ANA));
        assertTrue(members.left(ANA) > 0);
    }

    @Test
    void whoIsBackWhileTheyLingerIsNoNews() {
        members.came(ANA);
        write();
        int departure = members.left(ANA);
        assertFalse(members.came(ANA));
        assertFalse(members.endLingering(ANA, departure));
        assertTrue(members.isWritten());
        int second = members.left(ANA);
        assertFalse(members.endLingering(ANA, departure), "they have left again since");
        assertTrue(members.endLingering(ANA, second));
        write();
        assertEquals(Set.of(), redis);
        assertTrue(members.isEmpty());
    }

    @Test
    void aCrowdIsWrittenInBoundedPieces() {
        for (int i = 0; i < 25; i++) {
            members.came(new Person("p" + i));
        }
        for (int pieces = 0; pieces < 3; pieces++) {
            LocalMembers.Change change = members.take(10);
            assertEquals(pieces < 2 ? 10 : 5, change.size());
            members.succeeded(change);
        }
        assertTrue(members.isWritten());
    }

    @Test
    void whoCameAfterAWriteIsNotAmongThoseOfWhomItTells() {
        members.came(ANA);
        write();
        int first = members.writes();
        members.came(BOB);
        assertFalse(members.isAmong(BOB, first));
        write();
        assertFalse(members.isAmong(BOB, first));
        assertTrue(members.isAmong(ANA, first));
        assertTrue(members.isAmong(BOB, members.writes()));
        members.writeAnew();
        write();
        assertTrue(members.isAmong(ANA, first), "nobody comes anew because Redis forgot them");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverGetsLostRedisKnowsInTheEndWhoIsHere(long seed) {
        Random random = new Random(seed);
        Set<Person> here = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            LocalMembers.Change change = random.nextBoolean() ? members.take(1 + random.nextInt(5)) : null;
            for (int moves = random.nextInt(4); moves > 0; moves--) {
                move(new Person("p" + random.nextInt(8)), here);
            }
            if (change != null) {
                lose(change, random.nextInt(4));
            }
            if (random.nextInt(50) == 0) {
                redis.clear();
                members.writeAnew();
            }
        }
        while (!members.isWritten()) {
            write();
        }
        assertEquals(here, redis);
    }

    private void move(Person person, Set<Person> here) {
        if (here.add(person)) {
            members.came(person);
        } else {
            here.remove(person);
            members.endLingering(person, members.left(person));
        }
    }

    /** 0: the question got lost; 1: the answer; else nothing. */
    private void lose(LocalMembers.Change change, int what) {
        if (what > 0) {
            apply(change);
        }
        if (what > 1) {
            members.succeeded(change);
        } else {
            members.failed(change);
        }
    }

    private void write() {
        LocalMembers.Change change = members.take(100);
        apply(change);
        members.succeeded(change);
    }

    private void apply(LocalMembers.Change change) {
        redis.addAll(change.came());
        List.copyOf(change.left()).forEach(redis::remove);
    }
}
