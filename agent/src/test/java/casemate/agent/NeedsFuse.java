package casemate.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Marks tests that have gocryptfs show files: skipped, and seen to be, where the kernel offers no `/dev/fuse`.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsFuse.Condition.class)
public @interface NeedsFuse {
    final class Condition implements ExecutionCondition {
        private static final Path DEVICE = Path.of("/dev/fuse");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Files.exists(DEVICE)
                    ? ConditionEvaluationResult.enabled("there is " + DEVICE)
                    : ConditionEvaluationResult.disabled("there is no " + DEVICE);
        }
    }
}
