package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.ClassPath;
import dev.parley.support.Http;
import dev.parley.support.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands beside serving: a token is made, and explained. */
class CommandsTest {
    private record Ended(int status, String out, String err) {}

    @Test
    void aTokenThatIsMadeIsTakenAndExplained() throws Exception {
        Ended made =
                run(Signer.SECRET, "token", "--sub", "42", "--name", "Ana", "--listen", "team-*,plaza", "--for", "1h");
        assertEquals("", made.err());
        String token = made.out().strip();
        try (ClosedChat chat = new ClosedChat()) {
            Http.Answer answer = chat.one().get("/team-7", Signer.bearer(token));
            assertEquals(200, answer.status());
            assertEquals(403, chat.one().get("/private-7", Signer.bearer(token)).status());
        }
        Ended yes = run(Signer.SECRET, "explain", token, "listen", "team-7");
        assertEquals(0, yes.status());
        assertTrue(yes.out().contains("user 42, shown as Ana"), yes.out());
        assertTrue(yes.out().endsWith("yes: listen:team-* covers team-7\n"), yes.out());
        Ended no = run(Signer.SECRET, "explain", token, "publish", "team-7");
        assertEquals(1, no.status());
        assertTrue(no.out().endsWith("no: no pattern of publish covers team-7\n"), no.out());
    }

    @Test
    void whyATokenIsRefusedIsToldHere() throws Exception {
        String expired = Signer.of("42").from(-600, -60).token();
        assertTrue(explained(expired).startsWith("no: The token has expired"), explained(expired));
        String unfit = Signer.of("42").with("exp", null).token();
        assertTrue(explained(unfit).contains("exp is a number of seconds"), explained(unfit));
        String star = Signer.of("42").may("{\"listen\":[\"*\"]}").token();
        Ended priv = run(Signer.SECRET, "explain", star, "listen", "private-7");
        assertTrue(priv.out().contains("no: private-7 is private (user-*,private-*)"), priv.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token --name Ana               | --sub",
                "token --sub 42 --listen a/b    | pattern",
                "token --sub 42 --for 25h       | --token-life",
                "explain x                      | VERB",
                "explain x listen               | CHANNEL",
                "frobnicate                     | frobnicate"
            })
    void whatIsWrongIsToldInOneLine(String line, String told) throws Exception {
        String[] parts = line.strip().split(" ", -1);
        if (line.startsWith("explain x")) {
            parts[1] = Signer.of("42").token();
        }
        Ended failed = run(Signer.SECRET, parts);
        assertEquals(2, failed.status());
        assertTrue(failed.err().startsWith("parley: ") && failed.err().contains(told), failed.err());
        assertEquals(1, failed.err().lines().count(), failed.err());
        assertFalse(failed.err().contains("PARLEY_SUB"), failed.err());
    }

    @Test
    void withoutASecretThereIsNothingToSignWith() throws Exception {
        Ended failed = run("", "token", "--sub", "42");
        assertEquals(2, failed.status());
        assertTrue(failed.err().contains("PARLEY_TOKEN_KEY"), failed.err());
    }

    @Test
    void theyHaveHelpOfTheirOwn() throws Exception {
        assertTrue(run("", "token", "--help").out().contains("--listen"));
        assertTrue(run("", "explain", "--help").out().contains("CHANNEL"));
        assertTrue(run("", "--help").out().contains("explain"));
    }

    private static String explained(String token) throws Exception {
        return run(Signer.SECRET, "explain", token, "listen", "plaza").out();
    }

    private static Ended run(String secret, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.own(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PARLEY_TOKEN_KEY", secret);
        builder.environment().put("PARLEY_NAME", "nobody's setting");
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }
}
