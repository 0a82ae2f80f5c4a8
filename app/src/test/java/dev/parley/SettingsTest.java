package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.channel.InvalidInput;
import dev.parley.push.PushServices;
import dev.parley.redis.link.RedisUrl;
import dev.parley.support.ClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Every setting is a flag and a variable, and a bad one is told in one line that names it. */
class SettingsTest {
    /**
     * What can be set.
     *
     * @param normal the value when nothing is set, as the setting prints itself
     * @param given a good value, and how it prints itself
     * @param another another good value, and how it prints itself
     */
    private record Setting(
            String flag,
            String variable,
            String normal,
            String given,
            String read,
            String another,
            String anotherRead) {
        @Override
        public String toString() {
            return flag;
        }
    }

    static Stream<Setting> settings() {
        return Stream.of(
                new Setting("--port", "PORT", "7070", "8080", "8080", "0", "0"),
                new Setting("--host", "HOST", "0.0.0.0", "127.0.0.1", "127.0.0.1", "::1", "::1"),
                new Setting(
                        "--redis-url",
                        "REDIS_URL",
                        "null",
                        "redis://a:7000/2",
                        "redis://a:7000/2",
                        "rediss://user:secret@b",
                        "rediss://user:secret@b"),
                new Setting("--hear", "PARLEY_HEAR", "null", "interest", "interest", "BOTH", "both"),
                new Setting("--data", "PARLEY_DATA", "null", "/var/a", "/var/a", "b", "b"),
                new Setting("--heartbeat", "PARLEY_HEARTBEAT", "PT9S", "500ms", "PT0.5S", "5m", "PT5M"),
                new Setting("--history", "PARLEY_HISTORY", "1000", "20", "20", "100000", "100000"),
                new Setting("--history-ttl", "PARLEY_HISTORY_TTL", "PT168H", "1h", "PT1H", "30d", "PT720H"),
                new Setting(
                        "--history-total",
                        "PARLEY_HISTORY_TOTAL",
                        "1073741824",
                        "200m",
                        "209715200",
                        "4g",
                        "4294967296"),
                new Setting("--drain", "PARLEY_DRAIN", "PT10S", "0s", "PT0S", "3s", "PT3S"),
                new Setting("--prefix", "PARLEY_PREFIX", "chat:", "a.b_c-D:", "a.b_c-D:", "x", "x"),
                new Setting(
                        "--origins",
                        "PARLEY_ORIGINS",
                        "Origins[allowed=[]]",
                        "https://A.example:8443",
                        "Origins[allowed=[https://a.example:8443]]",
                        "*",
                        "Origins[allowed=[*]]"),
                new Setting("--address-limits", "PARLEY_ADDRESS_LIMITS", "on", "off", "off", "ON", "on"),
                new Setting(
                        "--post-rate",
                        "PARLEY_POST_RATE",
                        "Rate[count=10, time=PT1S]",
                        "100/m",
                        "Rate[count=100, time=PT1M]",
                        "off",
                        "Rate[count=2147483647, time=PT1S]"),
                new Setting(
                        "--streams-per-address", "PARLEY_STREAMS_PER_ADDRESS", "100", "5", "5", "off", "2147483647"),
                new Setting("--streams-per-user", "PARLEY_STREAMS_PER_USER", "20", "5", "5", "off", "2147483647"),
                new Setting("--max-streams", "PARLEY_MAX_STREAMS", "50000", "5", "5", "off", "2147483647"),
                new Setting("--max-channels", "PARLEY_MAX_CHANNELS", "2147483647", "5", "5", "7", "7"),
                new Setting("--max-body", "PARLEY_MAX_BODY", "65536", "1k", "1024", "2m", "2097152"),
                new Setting("--max-header", "PARLEY_MAX_HEADER", "16384", "8k", "8192", "1m", "1048576"),
                new Setting("--request-time", "PARLEY_REQUEST_TIME", "PT10S", "3s", "PT3S", "off", "PT0S"),
                new Setting(
                        "--trusted-proxies",
                        "PARLEY_TRUSTED_PROXIES",
                        "",
                        "10.0.0.0/8,::1",
                        "10.0.0.0/8,::1",
                        "none",
                        ""),
                new Setting(
                        "--forwarded-header",
                        "PARLEY_FORWARDED_HEADER",
                        "x-forwarded-for",
                        "Forwarded",
                        "forwarded",
                        "x-forwarded-for",
                        "x-forwarded-for"),
                new Setting(
                        "--hosts",
                        "PARLEY_HOSTS",
                        "Hosts[names=[]]",
                        "Chat.example",
                        "Hosts[names=[chat.example]]",
                        "*",
                        "Hosts[names=[*]]"),
                new Setting(
                        "--push-services",
                        "PARLEY_PUSH_SERVICES",
                        PushServices.KNOWN,
                        "Push.example.org, *.example.com",
                        "push.example.org,*.example.com",
                        "off",
                        "off"),
                new Setting(
                        "--token-key",
                        "PARLEY_TOKEN_KEY",
                        "null",
                        "https://a.example/jwks.json",
                        "https://a.example/jwks.json",
                        "a-secret-of-32-bytes-is-long-enough",
                        "HS256"),
                new Setting("--token-issuer", "PARLEY_TOKEN_ISSUER", "null", "https://a", "https://a", "b", "b"),
                new Setting("--token-audience", "PARLEY_TOKEN_AUDIENCE", "null", "a", "a", "b", "b"),
                new Setting("--token-life", "PARLEY_TOKEN_LIFE", "PT24H", "1h", "PT1H", "30d", "PT720H"),
                new Setting("--user-claim", "PARLEY_USER_CLAIM", "sub", "uid", "uid", "email", "email"),
                new Setting("--cookie", "PARLEY_COOKIE", "parley", "chat", "chat", "a_b-C", "a_b-C"),
                new Setting(
                        "--anyone-may",
                        "PARLEY_ANYONE_MAY",
                        "null",
                        "listen:news-*,*:open  publish:talk",
                        "listen:news-*,*:open publish:talk",
                        "none",
                        "none"),
                new Setting("--users-may", "PARLEY_USERS_MAY", "null", "listen:*", "listen:*", "none", "none"),
                new Setting("--private", "PARLEY_PRIVATE", "null", "team-*,x:*", "team-*,x:*", "none", "none"),
                new Setting(
                        "--authorize-url",
                        "PARLEY_AUTHORIZE_URL",
                        "null",
                        "https://a.example/who",
                        "https://a.example/who",
                        "http://localhost:3000/who",
                        "http://localhost:3000/who"),
                new Setting(
                        "--sign-in",
                        "PARLEY_SIGN_IN",
                        "null",
                        "https://a.example/sign-in?app=chat",
                        "https://a.example/sign-in?app=chat",
                        "http://localhost:3000/sign-in",
                        "http://localhost:3000/sign-in"),
                new Setting(
                        "--api-keys",
                        "PARLEY_API_KEYS",
                        "null",
                        "rails:0123456789abcdefghijklmnopqrstuvwxyz0123456",
                        "API keys of [rails]",
                        "a:0123456789abcdefghijklmnopqrstuvwxyz0123456;b:0123456789abcdefghijklmnopqrstuvwxyz0123456 operate",
                        "API keys of [a, b]"));
    }

    @Test
    void theseAreAll() {
        Set<String> flags = CommandLine.Model.CommandSpec.forAnnotatedObject(new Settings()).options().stream()
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
        flags.removeAll(Set.of("--help", "--version"));
        assertEquals(settings().map(Setting::flag).collect(Collectors.toCollection(TreeSet::new)), flags);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void nothingNeedsToBeSet(Setting setting) {
        assertEquals(setting.normal(), read(setting, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aFlagSetsIt(Setting setting) {
        assertEquals(setting.read(), read(setting, Map.of(), setting.flag(), setting.given()));
        assertEquals(setting.anotherRead(), read(setting, Map.of(), setting.flag() + "=" + setting.another()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aVariableSetsIt(Setting setting) {
        assertEquals(setting.read(), read(setting, Map.of(setting.variable(), setting.given())));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aFlagBeatsTheVariable(Setting setting) {
        Map<String, String> environment = Map.of(setting.variable(), setting.given());
        assertEquals(setting.anotherRead(), read(setting, environment, setting.flag(), setting.another()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anEmptyVariableCountsAsNone(Setting setting) {
        assertEquals(setting.normal(), read(setting, Map.of(setting.variable(), "")));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void variablesOfOthersSetNothing(Setting setting) {
        assertEquals(
                setting.normal(),
                read(setting, Map.of("PARLEY", "1", "PARLEY_PORT", "1", "HISTORY", "1", "PREFIX", "x", "DRAIN", "1s")));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://a,           ,         all",
        "redis://a,           both,     both",
        "redis-sentinel://a/m, interest, interest",
        "redis-cluster://a,   ,         interest",
        "rediss-cluster://a,  interest, interest"
    })
    void aClusterIsHeardByInterest(String url, String hear, String heard) {
        assertEquals(heard, hearOf(url, hear).hear(RedisUrl.parse(url)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "both"})
    void aClusterCanNotBeHeardOtherwise(String hear) {
        Settings settings = hearOf("redis-cluster://a", hear);
        String why = assertThrows(InvalidInput.class, settings::requireFit).getMessage();
        assertTrue(why.startsWith("--hear=" + hear + " [PARLEY_HEAR]"), why);
        assertTrue(why.endsWith("leave it out"), why);
    }

    private static Settings hearOf(String url, String hear) {
        CommandLine parser = Settings.parser(hear == null ? Map.of() : Map.of("PARLEY_HEAR", hear));
        parser.parseArgs("--redis-url=" + url);
        return parser.getCommand();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void helpTellsFlagVariableAndDefault(Setting setting) {
        CommandLine parser = Settings.parser(Map.of());
        String help = parser.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceAll("\\s+", ""); // lines break anywhere
        String shown = switch (setting.flag()) {
            case "--redis-url" -> "(the Redis on localhost:6379, or else an embedded one on that port)";
            case "--hear" -> "(all; interest in a cluster)";
            case "--data" -> "(in memory only)";
            case "--heartbeat" -> "(9s)";
            case "--drain", "--request-time" -> "(10s)";
            case "--post-rate" -> "(10/s)";
            case "--max-channels" -> "(off)";
            case "--history-total" -> "(1g)";
            case "--max-body" -> "(64k)";
            case "--max-header" -> "(16k)";
            case "--history-ttl" -> "(7d)";
            case "--token-life" -> "(24h)";
            case "--token-issuer", "--token-audience" -> "(any)";
            case "--anyone-may" -> "(everything where no other of these settings is made, else none)";
            case "--users-may" -> "(listen:* publish:*)";
            case "--private" -> "(user-*,private-*)";
            case "--origins",
                    "--trusted-proxies",
                    "--hosts",
                    "--token-key",
                    "--api-keys",
                    "--authorize-url",
                    "--sign-in" -> "(none)";
            default -> "(" + setting.normal() + ")";
        };
        assertTrue(help.contains(setting.flag() + "="), help);
        assertTrue(help.contains("[" + setting.variable() + "]" + shown.replace(" ", "")), help);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "--port        | x",
                "--port        | -1",
                "--port        | 65536",
                "--port        | 80.5",
                "--port        | 99999999999",
                "--port        | ' '",
                "--redis-url   | localhost:6379",
                "--redis-url   | http://secret@localhost",
                "--redis-url   | redis://",
                "--redis-url   | redis:///0",
                "--redis-url   | redis://:secret@host with blanks",
                "--redis-url   | redis://:secret@host:port",
                "--redis-url   | redis://host/secret",
                "--redis-url   | redis://host:99999",
                "--redis-url   | redis://host:0",
                "--redis-url   | redis://secret@host",
                "--redis-url   | redis://:secret@a,b",
                "--redis-url   | redis-sentinel://:secret@host",
                "--redis-url   | redis-cluster://:secret@host,/0",
                "--redis-url   | rediss-cluster://:secret@host/1",
                "--redis-url   | redis-sentinel://:secret@host,/master",
                "--redis-url   | redis-sentinel://:secret@host:99999/master",
                "--hear        | everything",
                "--hear        | all,interest",
                "--heartbeat   | 10",
                "--heartbeat   | 0s",
                "--heartbeat   | -1s",
                "--heartbeat   | 1w",
                "--heartbeat   | 10 s",
                "--heartbeat   | 1.5s",
                "--heartbeat   | 9999999999s",
                "--heartbeat   | 999999999d",
                "--history     | 0",
                "--history     | -1",
                "--history     | 100001",
                "--history     | many",
                "--history-ttl | 0d",
                "--history-ttl | never",
                "--history-total | 64k",
                "--history-total | off",
                "--drain       | 10",
                "--drain       | -1s",
                "--drain       | 999999999d",
                "--prefix      | 'a b'",
                "--prefix      | chat*",
                "--prefix      | {chat}",
                "--prefix      | chat/",
                "--prefix      | ch\u00E4t:",
                "--post-rate   | 10",
                "--post-rate   | 0/s",
                "--post-rate   | 10/d",
                "--streams-per-address | 0",
                "--streams-per-user | -1",
                "--max-streams | -1",
                "--max-channels | none",
                "--max-body    | 64",
                "--max-body    | 0k",
                "--max-header  | off",
                "--request-time | 10",
                "--trusted-proxies | caddy",
                "--trusted-proxies | 10.0.0.0/99",
                "--address-limits | none",
                "--forwarded-header | X-Real-IP",
                "--hosts       | https://chat.example",
                "--hosts       | chat.example:8080",
                "--hosts       | chat.example,",
                "--hosts       | *example.org",
                "--token-key   | a-short-secret",
                "--token-key   | a-secret-of-32-bytes-is-long-enough a-short-secret",
                "--token-key   | @/no/such/file",
                "--token-key   | http://keys.example/jwks.json",
                "--token-key   | file:///etc/passwd",
                "--token-key   | https://user:secret@keys.example/jwks.json",
                "--token-key   | -----BEGIN PRIVATE KEY----- secret -----END PRIVATE KEY-----",
                "--token-key   | -----BEGIN PUBLIC KEY----- secret -----END PUBLIC KEY-----",
                "--authorize-url | http://a.example/who",
                "--sign-in     | http://a.example/sign-in",
                "--sign-in     | javascript:alert(1)",
                "--token-life  | 0s",
                "--cookie      | __Host-parley",
                "--cookie      | a b",
                "--anyone-may  | listen",
                "--anyone-may  | hear:*",
                "--users-may   | listen:a b",
                "--private     | *",
                "--private     | team-7",
                "--api-keys    | rails:secret",
                "--api-keys    | @/no/such/file"
            })
    void aBadValueIsToldInOneLineThatNamesTheSetting(String flag, String value) {
        String variable = settings()
                .filter(setting -> setting.flag().equals(flag))
                .findFirst()
                .orElseThrow()
                .variable();
        assertNamed(flag, variable, refusal(Map.of(), flag + "=" + value));
        assertNamed(flag, variable, refusal(Map.of(variable, value)));
    }

    @Test
    void aPrefixHasAtMostSixtyFourCharacters() {
        assertNamed("--prefix", "PARLEY_PREFIX", refusal(Map.of(), "--prefix=" + "a".repeat(65)));
    }

    @Test
    void onTheCommandLineItIsOneLineAndTheStartIsOver() throws Exception {
        assertFailsWith("--port", "PORT", Map.of(), "--port", "x");
        assertFailsWith("--port", "PORT", Map.of("PORT", "x"));
        assertFailsWith("--redis-url", "REDIS_URL", Map.of("REDIS_URL", "redis://:secret@a b"));
        assertFailsWith("--prot", "--help", Map.of(), "--prot", "7070");
        assertFailsWith("stray", "--help", Map.of(), "stray");
        assertFailsWith("--port", "--help", Map.of(), "--port");
    }

    /** Everybody on a machine sees what its programs were started with. */
    @Test
    void noSecretIsTakenFromTheCommandLine() throws Exception {
        String key = "a-secret-of-32-bytes-is-long-enough";
        assertFailsWith("--token-key", "PARLEY_TOKEN_KEY", Map.of(), "--token-key", key);
        assertFailsWith("--api-keys", "PARLEY_API_KEYS", Map.of(), "--api-keys=rails:" + key + "12345678");
    }

    @Test
    void settingsThatDontFitTogetherAreToldBeforeTheStart() throws Exception {
        assertFailsWith("--token-issuer", "--token-key", Map.of(), "--token-issuer=https://a");
        assertFailsWith("--private", "--anyone-may", Map.of("PARLEY_PRIVATE", "team-*"));
        assertFailsWith("--sign-in", "--token-key", Map.of(), "--sign-in=https://a.example/");
        assertFailsWith(
                "--token-audience", "--token-issuer", Map.of("PARLEY_TOKEN_KEY", "https://a.example/jwks.json"));
    }

    @Test
    void helpIsPrintedWithoutAStartAndShowsDefaultsWhateverTheEnvironmentSets() throws Exception {
        Ended help = run(Map.of("PORT", "8080", "REDIS_URL", "redis://:hunter2@host"), "--help");
        assertEquals(0, help.status());
        assertTrue(help.out().contains("--history-ttl=TIME"), help.out());
        assertTrue(help.out().contains("(7070)"), help.out());
        assertFalse(help.out().contains("hunter2"), help.out());
        assertEquals("", help.err());
    }

    private static String read(Setting setting, Map<String, String> environment, String... flags) {
        CommandLine parser = Settings.parser(environment);
        parser.parseArgs(flags);
        return String.valueOf(parser.getCommandSpec().findOption(setting.flag()).<Object>getValue());
    }

    private static ParameterException refusal(Map<String, String> environment, String... flags) {
        return assertThrows(
                ParameterException.class, () -> Settings.parser(environment).parseArgs(flags));
    }

    private static void assertNamed(String flag, String variable, ParameterException refusal) {
        assertEquals(variable, Settings.variable(refusal.getArgSpec()));
        assertTrue(refusal.getMessage().contains(flag), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("Exception"), refusal.getMessage());
    }

    private static void assertFailsWith(String flag, String variable, Map<String, String> environment, String... flags)
            throws Exception {
        Ended failed = run(environment, flags);
        assertEquals(2, failed.status());
        assertEquals("", failed.out());
        assertEquals(1, failed.err().lines().count(), failed.err());
        assertTrue(failed.err().startsWith("parley: "), failed.err());
        assertTrue(failed.err().contains(flag), failed.err());
        assertTrue(failed.err().contains(variable), failed.err());
        assertFalse(failed.err().contains("secret"), failed.err());
    }

    private record Ended(int status, String out, String err) {}

    /** The program itself, in a process of its own. */
    private static Ended run(Map<String, String> environment, String... flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.own(),
                Main.class.getName()));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }
}
