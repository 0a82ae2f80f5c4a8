package dev.parley.http.page;

import java.util.StringJoiner;

/**
 * Scripts and styles without the lines that are only comments, and without indentation: a quarter less for every first visit. Each line
 * keeps its number, for what browsers tell of faults.
 *
 * <p>So no line inside a text over several lines may begin with blanks that matter, or look like a comment.
 */
final class Lean {
    private Lean() {}

    static String of(String source) {
        StringJoiner lean = new StringJoiner("\n");
        boolean inComment = false;
        for (String line : source.split("\n", -1)) {
            String code = line.strip();
            boolean begins = !inComment && code.startsWith("/*");
            boolean isComment = inComment || begins || code.startsWith("//");
            lean.add(isComment ? "" : code);
            inComment = (inComment || begins) && !code.endsWith("*/");
        }
        return lean.toString();
    }
}
