package casemate.waf.fuzz;

import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/// No value makes a transformation throw, write over its input, or answer an equal value as another object.
final class TransformationFuzzTest {
    private static final List<Transformation> ALL = java.util.stream.Stream.of(
                    "urlDecodeUni",
                    "urlDecode",
                    "urlEncode",
                    "htmlEntityDecode",
                    "jsDecode",
                    "cssDecode",
                    "base64Decode",
                    "base64DecodeExt",
                    "base64Encode",
                    "hexDecode",
                    "hexEncode",
                    "sqlHexDecode",
                    "escapeSeqDecode",
                    "cmdLine",
                    "normalizePath",
                    "normalizePathWin",
                    "removeNulls",
                    "replaceNulls",
                    "removeWhitespace",
                    "compressWhitespace",
                    "removeComments",
                    "removeCommentsChar",
                    "replaceComments",
                    "utf8toUnicode",
                    "lowercase",
                    "uppercase",
                    "trim",
                    "trimLeft",
                    "trimRight",
                    "length",
                    "md5",
                    "sha1")
            .map(name -> Transformations.named(name).orElseThrow(() -> new AssertionError(name)))
            .toList();

    @SuppressWarnings("ReferenceEquality") // the engine shares work by identity
    @FuzzTest(maxDuration = "5m")
    void everyTransformationIsPure(byte[] value) {
        byte[] before = value.clone();
        Bytes bytes = Bytes.of(value);
        for (Transformation transformation : ALL) {
            Bytes once = transformation.apply(bytes);
            if (!once.equals(transformation.apply(bytes)) || !Arrays.equals(value, before)) {
                throw new AssertionError(transformation.name() + " is not pure");
            }
            if (once != bytes && once.equals(bytes)) {
                throw new AssertionError(transformation.name() + " copied a value that it left as it was");
            }
        }
    }
}
