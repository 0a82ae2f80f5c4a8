/** How what can't be answered as it was meant is answered: each refusal once, with what to change. Knows no routes. */
package dev.parley.http.problem;
