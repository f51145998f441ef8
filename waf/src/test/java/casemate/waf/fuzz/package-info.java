/// Every parser of the library under Jazzer. In an ordinary run only the seeds are replayed, without instrumentation.
/// One chosen test fuzzes until it is stopped where the environment has `JAZZER_FUZZ=1` **and** the test's JVM
/// `-Djazzer.hooks=true`: without the second nothing is instrumented, and inputs are made blindly. Transactions also
/// need `-timeout=200` of libFuzzer's options, because loading rules under instrumentation takes longer than the usual
/// limit for one input; Jazzer's own `com.code_intelligence.jazzer.Jazzer` takes them, with
/// `--target_class=casemate.waf.fuzz.TransactionFuzzTest` and `--instrumentation_includes=casemate.**`.
@NullMarked
package casemate.waf.fuzz;

import org.jspecify.annotations.NullMarked;
