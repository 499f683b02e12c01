import Kernel

/// A request as a resident of the demo makes it.
struct DemoRequest: Sendable {
    let number: Int
    let subject: String
    let text: String
    let channel: String
    let requesterName: String
    let requesterPhone: String
    let address: String
    /// Where it is; nil where the requester did not say.
    let location: GeoPoint?
    let area: AreaCode
}

/// Writes a day of requests: sentences about everyday needs, somewhere in a grid of the city.
struct RequestWriter: Sendable {
    private let city: SimulatedCity
    private var random: SplitMix64

    init(city: SimulatedCity, seed: UInt64) {
        self.city = city
        random = SplitMix64(seed: seed ^ 0x5eed_0f_de30)
    }

    private static let needs: [(subject: String, text: String)] = [
        ("路灯不亮", "楼下的路灯坏了好几天，晚上出门看不清路，老人容易摔倒，请派人来修路灯。"),
        ("下水道堵塞", "小区门口下水道堵了，污水漫出来，一股臭味，请尽快疏通排水管道。"),
        ("垃圾没人清运", "垃圾桶满了三天没有清运，苍蝇很多，环境卫生太差，希望环卫尽快处理。"),
        ("独居老人需要帮助", "隔壁独居老人行动不便，想请志愿者帮忙买菜、取药，社会救助和养老服务能不能上门看看。"),
        ("噪音扰民", "楼上装修噪声很大，晚上十点还在施工，影响孩子休息，请管一管施工噪音。"),
        ("乱停车堵住消防通道", "消防通道被私家车长期占用，存在安全隐患，请交警和城管来处理停车问题。"),
        ("物业不作为", "电梯经常坏，物业公司收了物业费却不维修，业主多次反映小区管理没有改善。"),
        ("自来水水压太低", "我们这栋楼自来水水压很低，六楼用水困难，希望供水公司检查自来水供应。"),
        ("占道经营", "路口有小贩占道经营，早晚高峰过不去，请城管执法部门处理。"),
        ("医保报销咨询", "想咨询一下异地就医医保报销需要哪些材料，社区能不能代办。"),
        ("孩子入学问题", "孩子今年上小学，想问学区怎么划分，教育部门什么时候公布入学政策。"),
        ("劳动报酬被拖欠", "在工地干活三个月，老板拖欠工资，请劳动监察部门帮我们讨薪。"),
        ("绿化带树枝太低", "绿化带的树枝太低，挡住了人行道和红绿灯，请园林绿化部门修剪。"),
        ("燃气有异味", "楼道里闻到燃气味，怀疑燃气管道泄漏，请马上派人检查燃气供应。"),
        ("公交站牌损坏", "公共汽车站牌被撞倒了，老人看不到车次，请尽快修好公交站牌。"),
        ("流浪狗咬人", "小区里流浪狗追人，已经咬伤一名小孩，请有关部门处理犬只管理问题。"),
        ("房产证办理", "买房五年了还没办下房产证，开发商一直拖，请住房部门督促办理产权证。"),
        ("违章建筑", "一楼住户私自搭建违章建筑，占用公共绿地，请规划和城管部门拆除。"),
        ("老楼加装电梯", "我们想给老楼加装电梯，几户意见不一致，请社区帮忙协调邻里纠纷。"),
        ("道路坑洼", "门口的道路坑坑洼洼，下雨积水，骑车容易摔跤，希望修一修道路。"),
    ]
    private static let openings = ["您好，", "", "我是这里的居民，", "麻烦你们，", "请帮帮忙，"]
    private static let endings = ["谢谢。", "", "盼回复。", "已经等了很久了。", "我们都很着急。"]
    private static let channels = ["phone", "phone", "phone", "web", "sms", "patrol"]

    /// The next request; about one in twelve has no exact location.
    mutating func next(_ number: Int) -> DemoRequest {
        let need = Self.needs[pick(Self.needs.count)]
        return write(number, subject: need.subject, text: Self.openings[pick(5)] + need.text + Self.endings[pick(5)])
    }

    /// A request in somebody's own words, somewhere in the city.
    mutating func write(_ number: Int, subject: String, text: String) -> DemoRequest {
        let grid = city.grids[pick(city.grids.count)]
        let vague = pick(12) == 0
        let middle = Polygon(ring: grid.boundary).flatMap { shape in
            GeoPoint(
                latitude: (shape.bounds.south + shape.bounds.north) / 2,
                longitude: (shape.bounds.west + shape.bounds.east) / 2)
        }
        return DemoRequest(
            number: number, subject: subject, text: text, channel: Self.channels[pick(Self.channels.count)],
            requesterName: PeopleNames.name(&random), requesterPhone: PeopleNames.phone(&random),
            address: "\(grid.name)\(1 + pick(40))幢\(1 + pick(30))室", location: vague ? nil : middle,
            area: vague ? grid.code.district ?? city.city : grid.code)
    }

    private mutating func pick(_ count: Int) -> Int {
        Int(random.next() % UInt64(count))
    }
}
