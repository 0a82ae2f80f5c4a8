package dev.parley;

import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.FixedKeys;
import dev.parley.identity.Grants;
import dev.parley.identity.Minted;
import dev.parley.identity.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code token}: makes one, signed with the secret that the settings have. */
@Command(
        name = "token",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Makes a token, signed with the secret in PARLEY_TOKEN_KEY, for trying out and for programs.")
final class TokenCommand implements Subcommand {
    @ParentCommand
    Settings settings;

    @Option(names = "--sub", required = true, paramLabel = "ID", description = "the user's id, which others see")
    String sub;

    @Option(names = "--name", paramLabel = "NAME", description = "what is shown (the id)")
    String name;

    @Option(
            names = "--listen",
            split = ",",
            paramLabel = "PATTERN",
            description = "channels to listen to, such as 'team-*'")
    List<String> listen;

    @Option(names = "--publish", split = ",", paramLabel = "PATTERN", description = "channels to say something in")
    List<String> publish;

    @Option(names = "--emit", split = ",", paramLabel = "PATTERN", description = "channels for custom events")
    List<String> emit;

    @Option(names = "--moderate", split = ",", paramLabel = "PATTERN", description = "channels to rule over")
    List<String> moderate;

    @Option(names = "--operate", description = "to read the metrics and to revoke")
    boolean operate;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = SettingTypes.Time.class,
            description = "how long it holds (${DEFAULT-VALUE})")
    Duration life;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    boolean help;

    @Override
    public int run() {
        AccessOptions access = settings.accessOptions;
        FixedKeys keys = access.fixedKeys();
        if (life.compareTo(access.tokenLife) > 0) {
            throw new InvalidInput("--for is at most --token-life, " + access.tokenLife.toSeconds() + " s");
        }
        Minted token = new Minted(sub, name, grants(), access.tokenIssuer, access.tokenAudience, life);
        String made = token.signedWith(keys, Instant.now());
        access.access().user(made, Instant.now()); // so that what is printed is accepted
        System.out.println(made);
        return 0;
    }

    /** Null where nothing is said of it: then what users may. */
    private Grants grants() {
        Map<Verb, List<ChannelPattern>> patterns = new EnumMap<>(Verb.class);
        put(patterns, Verb.LISTEN, listen);
        put(patterns, Verb.PUBLISH, publish);
        put(patterns, Verb.EMIT, emit);
        put(patterns, Verb.MODERATE, moderate);
        if (operate) {
            patterns.put(Verb.OPERATE, List.of(ChannelPattern.ALL));
        }
        return patterns.isEmpty() ? null : new Grants(patterns);
    }

    private static void put(Map<Verb, List<ChannelPattern>> patterns, Verb verb, List<String> channels) {
        if (channels != null) {
            patterns.put(verb, channels.stream().map(ChannelPattern::new).toList());
        }
    }
}
