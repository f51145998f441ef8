package casemate.control.invoice;

import java.math.BigInteger;

/// Numbers of bank accounts (ISO 13616).
final class Iban {
    private static final BigInteger MODULUS = BigInteger.valueOf(97);
    private static final int HEAD = 4;
    private static final int LETTERS_FROM = 36;

    private Iban() {}

    /// By its form and its check digits.
    static boolean sound(String iban) {
        if (!iban.matches("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (iban.substring(HEAD) + iban.substring(0, HEAD))
                .chars()
                .forEach(c -> digits.append(Character.digit(c, LETTERS_FROM)));
        return new BigInteger(digits.toString()).mod(MODULUS).equals(BigInteger.ONE);
    }
}
