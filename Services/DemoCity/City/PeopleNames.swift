import Kernel

/// Made-up names and numbers for users of the demo.
enum PeopleNames {
    /// The commonest surnames.
    ///
    /// Source: Ministry of Public Security, 2021 report on names.
    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗")
    private static let given = Array("明华建国秀英丽芳伟强静敏杰涛军磊洋勇艳娟霞平刚桂兰玉梅红波辉鹏飞宇浩欣怡晨思雨")

    static func name(_ random: inout SplitMix64) -> String {
        let surname = surnames[Int(random.next() % UInt64(surnames.count))]
        let length = 1 + Int(random.next() % 2)
        return String(surname) + String((0..<length).map { _ in given[Int(random.next() % UInt64(given.count))] })
    }

    /// A number of a mobile's form whose middle is all zeros, so that nobody takes it for a real one.
    static func phone(_ random: inout SplitMix64) -> String {
        "1990000" + String(10_000 + random.next() % 10_000).dropFirst()
    }
}
