-- The hotline as a client of wrk: every request a valid body of its own with an Idempotency-Key of its own.
-- arguments: TOKEN FILE-OF-BODIES RUN [PAUSE], the pause between a connection's requests in milliseconds, on average.
local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(arguments)
    bodies = {}
    for line in io.lines(arguments[2]) do bodies[#bodies + 1] = line end
    headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. arguments[1] }
    run = arguments[3]
    pause = tonumber(arguments[4] or "0")
    if pause == 0 then delay = nil end
    count = 0
    math.randomseed(number + 1)
end

function request()
    count = count + 1
    headers["Idempotency-Key"] = run .. "-" .. number .. "-" .. count
    return wrk.format("POST", "/v1/requests", headers, bodies[count % #bodies + 1])
end

function delay()
    return pause > 0 and math.random(0, 2 * pause) or 0
end

-- One line: requests, seconds, p50 and p99 in milliseconds, answers other than 2xx and 3xx, broken connections.
function done(summary, latency)
    local errors = summary.errors
    print(string.format("figures %d %.6f %.3f %.3f %d %d", summary.requests, summary.duration / 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
