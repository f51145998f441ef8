package casemate.ledger;

import java.nio.file.Path;

/// The program that [KillTest] kills: appends for ever and says each index once it is acknowledged.
final class Appender {
    private Appender() {}

    public static void main(String[] arguments) throws InterruptedException {
        LogSigner signer = LogSigner.open(Path.of(arguments[0]));
        Ledger ledger = Ledger.open(Path.of(arguments[1]), signer);
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> appendForEver(ledger));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void appendForEver(Ledger ledger) {
        for (long i = 0; ; i++) {
            String entry = "thread " + Thread.currentThread().threadId() + " entry " + i;
            long index = ledger.append(Text.utf8(entry)).index();
            System.out.println(index + " " + entry);
        }
    }
}
