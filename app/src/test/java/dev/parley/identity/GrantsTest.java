package dev.parley.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Grants in settings and keys mean what they say. */
class GrantsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"none", "listen:*", "listen:*,user-* publish:team-7:news", "moderate:team-* operate", "emit:a:b"
            })
    void theyAreWrittenAsTheyAreRead(String text) {
        assertEquals(text, Grants.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'listen',       'names channels'",
        "'hear:*',       'listen, publish'",
        "'listen:a b',   'listen, publish'",
        "'listen:a/b',   'pattern'",
        "'listen:',      'pattern'",
        "'',             'listen, publish'"
    })
    void whatIsNoGrantIsTold(String text, String told) {
        String detail =
                assertThrows(InvalidInput.class, () -> Grants.parse(text)).getMessage();
        assertTrue(detail.contains(told), detail);
    }

    @Test
    void privateChannelsAreCoveredByNameOnly() {
        assertTrue(may("listen:user-*", "user-42:mail"));
        assertTrue(may("listen:user-42:*", "user-42:mail"));
        assertTrue(may("listen:private-board", "private-board"));
        assertFalse(may("listen:*", "user-42:mail"));
        assertFalse(may("listen:u*", "user-42:mail"));
        assertFalse(may("listen:*-42:mail", "user-42:mail"));
        assertFalse(may("listen:*", "private-board"));
        assertTrue(may("listen:*", "User-42"));
        assertTrue(may("listen:*", "userland"));
    }

    @Test
    void whatIsPrivateCanBeSet() {
        PrivateNames names = PrivateNames.parse("team-*");
        Identity guest = Identity.guest(Grants.parse("listen:*"), names);
        assertFalse(guest.may(Verb.LISTEN, new ChannelName("team-7")));
        assertTrue(guest.may(Verb.LISTEN, new ChannelName("user-42")));
        assertEquals("none", PrivateNames.parse("none").toString());
        assertThrows(InvalidInput.class, () -> PrivateNames.parse("team-7"));
        assertThrows(InvalidInput.class, () -> PrivateNames.parse("*"));
    }

    /** What is private may be a part of a family, or have families itself. */
    @Test
    void aFamilyIsCoveredOnlyIfNothingInItIsPrivateToOthers() {
        PrivateNames names = PrivateNames.parse("team:secret-*");
        Identity team = Identity.guest(Grants.parse("listen:team:*"), names);
        assertFalse(team.may(Verb.LISTEN, new ChannelPattern("team:*")));
        assertFalse(team.may(Verb.LISTEN, new ChannelPattern("team:secret-7:*")));
        assertFalse(team.may(Verb.LISTEN, new ChannelName("team:secret-7")));
        assertFalse(team.may(Verb.LISTEN, new ChannelPattern("team:s*")));
        assertTrue(team.may(Verb.LISTEN, new ChannelPattern("team:plans:*")));
        assertTrue(team.may(Verb.LISTEN, new ChannelName("team:plans")));
        Identity secrets = Identity.guest(Grants.parse("listen:team:secret-7:*"), names);
        assertTrue(secrets.may(Verb.LISTEN, new ChannelPattern("team:secret-7:*")));
        assertFalse(secrets.may(Verb.LISTEN, new ChannelPattern("team:secret-77:*")));
        assertFalse(secrets.may(Verb.LISTEN, new ChannelPattern("team:*")));
        Identity all = Identity.guest(Grants.parse("listen:*"), names);
        assertFalse(all.may(Verb.LISTEN, new ChannelPattern("team:*")));
        assertTrue(all.may(Verb.LISTEN, new ChannelPattern("teams:*")));
    }

    @Test
    void aKeyWithoutGrantsMayEverything() {
        ApiKeys keys = ApiKeys.parse("rails:" + "k".repeat(43) + "; cron:" + "c".repeat(43) + " publish:news");
        Identity rails =
                keys.find("rails." + "k".repeat(43), PrivateNames.USUAL).orElseThrow();
        Identity cron = keys.find("cron." + "c".repeat(43), PrivateNames.USUAL).orElseThrow();
        assertTrue(rails.may(Verb.PUBLISH, new ChannelName("user-42:mail")));
        assertTrue(rails.may(Verb.OPERATE));
        assertTrue(cron.may(Verb.PUBLISH, new ChannelName("news")));
        assertFalse(cron.may(Verb.LISTEN, new ChannelName("news")));
        assertFalse(cron.may(Verb.OPERATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "rails", "rails.", "rails.short", "cron.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk", ".k"})
    void whatIsNoKeyOpensNothing(String presented) {
        ApiKeys keys = ApiKeys.parse("rails:" + "k".repeat(43) + "\ncron:" + "c".repeat(43));
        assertTrue(keys.find(presented, PrivateNames.USUAL).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rails", "rails:short", "ra ils:kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"})
    void aWeakKeyIsRefusedAndNotRepeated(String setting) {
        String told =
                assertThrows(InvalidInput.class, () -> ApiKeys.parse(setting)).getMessage();
        assertTrue(told.contains("openssl"), told);
        assertFalse(told.contains("kkkk") || told.contains("short"), told);
    }

    private static boolean may(String grants, String channel) {
        return Identity.guest(Grants.parse(grants), PrivateNames.USUAL).may(Verb.LISTEN, new ChannelName(channel));
    }
}
