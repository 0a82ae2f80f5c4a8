package dev.parley;

import dev.parley.channel.ChannelName;
import dev.parley.channel.ChannelPattern;
import dev.parley.channel.InvalidInput;
import dev.parley.identity.Access;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Identity;
import dev.parley.identity.Rejected;
import dev.parley.identity.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code explain}: whether a token allows something here, and why not; answers to clients don't say so much. */
@Command(
        name = "explain",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Says whether a token or API key may do something in a channel, and why. Whether it was revoked, only a"
                        + " running instance knows. Ends with 0 for yes and 1 for no.")
final class ExplainCommand implements Subcommand {
    private static final int NO = 1;

    @ParentCommand
    Settings settings;

    @Parameters(
            index = "0",
            paramLabel = "TOKEN",
            description = "the token or key, or - to read it from standard input")
    String token;

    @Parameters(index = "1", paramLabel = "VERB", description = "listen, publish, emit, moderate or operate")
    String verb;

    @Parameters(index = "2", arity = "0..1", paramLabel = "CHANNEL", description = "in which channel")
    String channel;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    boolean help;

    @Override
    public int run() {
        Access access = settings.access();
        if (access.isOpen()) {
            System.out.println(
                    "yes: the chat is open, nobody needs a token (set PARLEY_TOKEN_KEY as it is set where it runs)");
            return 0;
        }
        try {
            String shown =
                    token.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip() : token;
            Optional<Identity> program = access.program(shown);
            return explain(program.isPresent() ? program.get() : access.user(shown, Instant.now()));
        } catch (Rejected | CannotTell refused) {
            System.out.println("no: " + refused.getMessage());
            return NO;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int explain(Identity who) {
        Verb wanted = Verb.parse(verb);
        if (who.isVerified()) {
            System.out.printf(
                    "user %s, shown as %s, until %s, grants %s%n",
                    who.user(), who.name(), Instant.ofEpochMilli(who.term().until()), who.grants());
        } else {
            System.out.printf("API key %s, grants %s%n", who.name(), who.grants());
        }
        if (wanted == Verb.OPERATE) {
            return answer(who.may(wanted), "operate is granted", "operate is not granted");
        }
        if (channel == null) {
            throw new InvalidInput("To " + wanted.label() + " in which CHANNEL?");
        }
        ChannelName name = new ChannelName(channel);
        Optional<ChannelPattern> by = who.by(wanted, name);
        return answer(
                by.isPresent(),
                by.map(pattern -> wanted.label() + ":" + pattern + " covers " + name)
                        .orElse(""),
                why(who, wanted, name));
    }

    private static String why(Identity who, Verb verb, ChannelName channel) {
        boolean isOnlyPrivate = who.grants().patterns().getOrDefault(verb, List.of()).stream()
                .anyMatch(pattern -> pattern.matches(channel));
        return isOnlyPrivate
                ? channel + " is private (" + who.privately() + "): only a pattern that begins as it does covers it"
                : "no pattern of " + verb.label() + " covers " + channel;
    }

    private static int answer(boolean may, String because, String otherwise) {
        System.out.println(may ? "yes: " + because : "no: " + otherwise);
        return may ? 0 : NO;
    }
}
