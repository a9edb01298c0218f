import Commands

@main struct BSS {
    static func main() async { await BSSCommand.runProgram() }
}
