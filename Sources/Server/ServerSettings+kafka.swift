import KafkaLog

extension ServerSettings {
    /// How Kafka is reached and used.
    ///
    /// - Parameter instance: names this process among those that use the same namespace.
    package func kafka(instance: String) -> KafkaConfiguration {
        func given(_ key: String) -> String? { text(key).isEmpty ? nil : text(key) }
        let security = KafkaSecurity(
            word("log.protocol"),
            authorityFile: given("log.tls.authorityFile"),
            certificateFile: given("log.tls.certificateFile"),
            keyFile: given("log.tls.keyFile"),
            keyPasswordFile: given("log.tls.keyPasswordFile"),
            mechanism: word("log.sasl.mechanism"),
            user: given("log.sasl.user"),
            passwordFile: given("log.sasl.passwordFile")
        )
        return KafkaConfiguration(
            brokers: text("log.brokers"),
            namespace: text("log.namespace"),
            instance: instance,
            replicationFactor: number("log.replicationFactor"),
            compression: word("log.compression"),
            security: security,
            timeoutMilliseconds: number("log.timeoutMilliseconds"),
            fetchPauseMilliseconds: number("log.fetchPauseMilliseconds")
        )
    }

    /// The value of a setting of fixed words. Traps if the words of the setting are not those of the type.
    private func word<Word: RawRepresentable<String>>(_ key: String) -> Word {
        guard let word = Word(rawValue: text(key)) else { preconditionFailure("\(key) has a word too many") }
        return word
    }
}
